import { readFileSync } from "node:fs";
import { armsOf, type Arms } from "../../sim/arms.ts";
import { economy } from "../../sim/catalog.ts";
import { begin, run } from "../../sim/run.ts";
import { parseScenario } from "../../sim/scenario.ts";
import { table, type BenchRow } from "../table.ts";
import { cpuSeconds, play, steadily } from "./play.ts";
import { costs, costTable } from "./steps.ts";

const QUICK = "scenarios/quick.yaml";
const THOUSAND = "bench/economy/thousand.yaml";
const read = (path: string) => readFileSync(path, "utf8");

/** The same thousand operators without most couplings, with all but judgement, and with that of a real network and audits by lot. */
const settings: Readonly<Record<string, readonly string[]>> = {
  "fixed pay, demand and token price": [
    "demand={kind: constant, requests: 2000000 requests/day, worth: {best: 0.02 USD/request, useless: 0.1}, belief: 0.9}",
    "price={kind: fixed, usdPerToken: 1}",
    "workload={kind: none}",
  ],
  "fixed pay, nobody checks": [],
  "yuma, sampled audits": ["consensus={kind: yuma, bonds: yuma3}", "verification={kind: sampled}"],
};

const arms = (file: string, overrides: readonly string[]): Arms =>
  armsOf(parseScenario(read(file), file, economy, read, overrides), economy);

/**
 * Speeds of the economy alone, learning by a curve, in seconds of one core: operators who serve x epochs, without rows; then
 * agent-steps with every row made and thrown away; then where the time of an epoch goes.
 */
export async function benchEconomy(): Promise<string> {
  const rows = [
    await withRows("quick.yaml, weekly", []),
    await withRows("quick.yaml, daily", ["tempo=7200", "duration=1 year", "taper.at=26 weeks"]),
  ];
  const tables: string[] = [];
  for (const [name, overrides] of Object.entries(settings)) {
    const { rules } = arms(THOUSAND, overrides).arms[0]!;
    const { seconds, work } = await steadily(() => play(rules));
    rows.push({ name: `economy, ${name}, 1,000 operators, no rows`, value: work / seconds, unit: "operator-steps/s" });
    tables.push(`${name}, microseconds of an epoch by rule and step:\n${costTable(await costs(rules))}`);
  }
  return [table(rows), ...tables].join("\n\n");
}

async function withRows(name: string, overrides: readonly string[]): Promise<BenchRow> {
  const all = arms(QUICK, overrides);
  const { roster, clock } = all.arms[0]!.rules;
  const agents = roster.operators.ids.length + roster.validators.ids.length;
  const epochs = all.forkEpoch + all.arms.length * (clock.epochs - all.forkEpoch);
  const { seconds } = await steadily(async () => {
    const from = cpuSeconds();
    for await (const { tables } of run(all, await begin(all))) for (const table of Object.values(tables)) void table;
    return { seconds: cpuSeconds() - from, work: 0 };
  });
  const value = (agents * epochs) / seconds;
  return { name: `economy, ${name}, ${agents} agents, two arms, all tables made`, value, unit: "agent-steps/s" };
}
