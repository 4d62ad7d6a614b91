import type { Arm } from "../arms.ts";
import { DAYS_PER_YEAR, epochsFor, SECONDS_PER_DAY } from "../core/clock.ts";
import { weightedMean } from "../core/stats.ts";
import type { Row, Rows } from "../record.ts";
import type { Scenario } from "../scenario.ts";
import { QUARTER_DAYS, quarterEpochs, type Played, type Stand } from "./contract.ts";
import { frozenRules } from "./frozen.ts";
import { learnersFrom } from "./learner.ts";
import { playOn, type Step } from "./play.ts";

/** Longest time that is played beyond the run. */
const MOST_YEARS = 30;
/** A level stands still when its mean of a quarter moves by less than this share ... */
const STILL = 0.005;
/** ... for so many quarters in a row. */
const STILL_QUARTERS = 4;

/** Flows of the record, a day, and states, a mean. */
const flows = ["serviceValueUsd", "served", "capacity", "hours", "customerFundedUsd", "netSubsidyUsd", "fullCostUsd"];
const states = ["serving", "price"];

/**
 * The level at which each arm settles: from the end of the run it is played on with exogenous paths frozen until service value and
 * serving operators stand still, and hardware that was there at the end has worn out.
 *
 *   |Q_i / Q_(i-1) - 1| < 0.005 for four quarters in a row, and time >= longest life + delivery lag;  at most 30 years
 *
 * @returns rows of `lasting`, one an arm
 * Source: docs/counterfactuals.md, equation 5.
 */
export async function* lasting(run: Played, played: () => void = () => {}): AsyncGenerator<Rows, void, void> {
  for (const arm of run.arms.arms) {
    const end = run.ends[arm.name];
    if (end) yield { lasting: [await settled(arm, end, leastDays(run), played)] };
  }
}

/** Days after which no hardware of the end of the run is left: life and delivery. None where hardware never wears out. */
function leastDays({ scenario, arms }: Pick<Played, "scenario" | "arms">): number {
  if (scenario.membership.kind === "fixed") return 0;
  const { lifeDays } = arms.arms[0]!.rules.roster.operators.hardware;
  return lifeDays.reduce((most, days) => Math.max(most, days), 0) + deliveryDays(scenario);
}

/** 0 where a kind of membership delivers at once. */
function deliveryDays({ membership }: Scenario): number {
  const { deliveryLag = 0 } = membership as { readonly deliveryLag?: number };
  return deliveryLag / SECONDS_PER_DAY;
}

async function settled(arm: Arm, end: Stand, least: number, played: () => void): Promise<Row> {
  const rules = frozenRules(arm.rules, end.world);
  const { clock } = rules;
  const quarter = quarterEpochs(clock);
  const start = end.world.epoch;
  const until = start + Math.max(quarter, epochsFor(clock, MOST_YEARS * DAYS_PER_YEAR * SECONDS_PER_DAY));
  const learner = await (await learnersFrom(arm, end))();
  let epochs: Step[] = [];
  let levels: Level = { value: NaN, serving: NaN };
  let still = 0;
  let last = start;
  let row: Row = {};
  for await (const step of playOn(rules, end.world, learner, until)) {
    played();
    last = step.epoch + 1;
    epochs.push(step);
    if (epochs.length < quarter) continue;
    const next = levelOf(epochs);
    still = same(levels, next) ? still + 1 : 0;
    levels = next;
    row = means(epochs, clock.epochDays);
    epochs = [];
    if (still >= STILL_QUARTERS && (last - start) * clock.epochDays >= least) break;
  }
  const years = ((last - start) * clock.epochDays) / DAYS_PER_YEAR;
  return { arm: arm.name, epoch: last - 1, subnet: 0, settled: still >= STILL_QUARTERS ? 1 : 0, years, ...row };
}

/** Sums over a quarter. */
interface Level {
  readonly value: number;
  readonly serving: number;
}

const total = (epochs: readonly Step[], column: string): number =>
  epochs.reduce((all, step) => all + step.number(column), 0);

const levelOf = (epochs: readonly Step[]): Level => ({
  value: total(epochs, "serviceValueUsd"),
  serving: total(epochs, "serving"),
});

function same(before: Level, after: Level): boolean {
  const still = (a: number, b: number) => a === b || Math.abs(b / a - 1) < STILL;
  return still(before.value, after.value) && still(before.serving, after.serving);
}

/** Columns of a row over a quarter. */
function means(epochs: readonly Step[], epochDays: number): Row {
  const days = epochs.length * epochDays;
  const of = (column: string) => Float64Array.from(epochs, (step) => step.number(column));
  return {
    ...Object.fromEntries(flows.map((column) => [column, total(epochs, column) / days])),
    ...Object.fromEntries(states.map((column) => [column, total(epochs, column) / epochs.length])),
    servedQuality: weightedMean(of("servedQuality"), of("served")),
  };
}

/** Epochs that an arm is played on at least, for an estimate. */
export function lastingEpochs(run: Played): number {
  const { clock } = run.arms.arms[0]!.rules;
  const days = Math.max(leastDays(run), (STILL_QUARTERS + 1) * QUARTER_DAYS);
  return Math.ceil(days / clock.epochDays) * Object.keys(run.ends).length;
}
