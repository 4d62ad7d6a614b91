/** Scenarios written in a test, played by the engine's own loop (decide, perform, settle), and the closed forms they settle at. */
import { readFileSync } from "node:fs";
import { armsOf, type Arms } from "../../../sim/arms.ts";
import type { ArmName } from "../../../sim/armNames.ts";
import { economy } from "../../../sim/catalog.ts";
import { hardware, type HardwareName } from "../../../sim/data/hardware.ts";
import { decide } from "../../../sim/epoch/decide.ts";
import { settle } from "../../../sim/epoch/settle.ts";
import { rowsOf } from "../../../sim/record/batch.ts";
import type { Row } from "../../../sim/record.ts";
import type { Rules } from "../../../sim/rules.ts";
import { parseScenario } from "../../../sim/scenario.ts";
import { genesis, type World } from "../../../sim/world.ts";

/** One operator, customers who want the same whatever they get, pay by hours, nothing that learns, drifts or ends. */
const ALONE = `
name: closed-form
question: Where does the engine settle?
seed: 5
duration: 52 weeks
tempo: 50400
discountRate: 0
maxUids: 4096
emission: { kind: none }
taper: { kind: never }
split: { owner: 0, miners: 1, validators: 0 }
consensus: { kind: fixed }
scoring: { kind: proportional }
verification: { kind: none }
demand: { kind: constant, requests: 1000 requests/day, worth: { best: 1 USD/request } }
market: { kind: proportional, least: 1 USD/request, most: 1 USD/request, theta: 0 }
settlement: { kind: direct, validatorShare: 0 }
price: { kind: fixed, usdPerToken: 1 }
workload: { kind: none }
membership: { kind: fixed }
task: { kind: curve, catchUp: 0 /day, drift: 0, opening: 0.9, noise: 0 }
work: { stepsPerReferenceHour: 1, requestsPerReferenceHour: 1000000 }
participants:
  - { id: miner, role: miner, count: 1, hardware: a100-colo, trainShare: 0 }
  - { id: validator, role: validator, count: 1, stake: 1000, patience: 100 years }
`;

const parsed = (lines: readonly string[]) =>
  parseScenario(ALONE, "closed-form.yaml", economy, (path) => readFileSync(path, "utf8"), lines);

/** Arms of that scenario with "path=value" lines laid upon it. */
export const armsWith = (lines: readonly string[], wanted?: readonly ArmName[]): Arms =>
  armsOf(parsed(lines), economy, {}, wanted);

/** Rules of its arm `cut`. */
export const rulesWith = (lines: readonly string[]): Rules => armsWith(lines).arms[0]!.rules;

/** The line that puts miners in the place of those of the scenario; the validator stays. */
export const miners = (...groups: readonly string[]): string =>
  `participants=[${groups.map((group) => `{ role: miner, ${group} }`).join(", ")}, { id: validator, role: validator, count: 1, stake: 1000, patience: 100 years }]`;

/** An epoch that was played. */
export interface Epoch {
  readonly world: World;
  /** rows of a table */
  rows(table: string): Row[];
}

/** The engine's loop, from a world that may differ from the one that the scenario opens with. */
export async function* epochsOf(rules: Rules, opening: (world: World) => World = (world) => world) {
  const learner = await rules.task.start("cut");
  let world = opening(genesis(rules));
  while (world.epoch < rules.clock.epochs) {
    const plan = decide(rules, world);
    const settled = settle(rules, world, plan, await learner.perform(plan.work));
    ({ world } = settled);
    const tables = settled.tables(["cut"]);
    yield { world, rows: (table: string) => rowsOf(tables[table]!) } satisfies Epoch;
  }
  learner.dispose();
}

/** What is seen of each epoch. */
export async function seen<Seen>(
  rules: Rules,
  look: (epoch: Epoch) => Seen,
  opening?: (world: World) => World,
): Promise<Seen[]> {
  const all: Seen[] = [];
  for await (const epoch of epochsOf(rules, opening)) all.push(look(epoch));
  return all;
}

/** Columns of the network's row, one of them epoch by epoch. */
export const network = (rules: Rules, name: string, opening?: (world: World) => World): Promise<number[]> =>
  seen(rules, ({ rows }) => Number(rows("epochs")[0]![name]), opening);

/** Hours that a unit can work in a week; all classes are available as long. */
export const WEEK_HOURS = 168 * hardware["a100-colo"].availability;

/**
 * Hardware of a class, scaled so that a unit costs `full` USD an available hour and `running` of it can be avoided, at no
 * interest; members differ between `least` and `most` times that.
 */
export function costing(
  name: HardwareName,
  { full, running, least = 1, most = 1 }: { full: number; running: number; least?: number; most?: number },
): string {
  const { capexUsd, salvageShare, lifeYears, maintenanceShare, availability, kilowatt, pue } = hardware[name];
  const ofClass = (capexUsd * ((1 - salvageShare) / lifeYears + maintenanceShare)) / (8760 * availability);
  const multiple = (full - running) / ofClass;
  const usdPerKwh = running / (multiple * kilowatt * pue);
  return `hardware: ${name}, costRange: [${multiple * least}, ${multiple * most}], energyPrice: ${usdPerKwh} USD/kWh`;
}

/** Requests a day at 1 USD each that bring so many USD a week. */
export const weekly = (usd: number): string => `demand.requests=${usd / 7} requests/day`;
/** An emission of so many tokens a week. */
export const minting = (tokens: number): string =>
  `emission={ kind: constant, tokensPerBlock: ${tokens / 50_400} tokens/block }`;

export const last = <T>(values: readonly T[]): T => values.at(-1)!;
