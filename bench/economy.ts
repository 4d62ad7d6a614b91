import { readFileSync } from "node:fs";
import { armsOf } from "../sim/arms.ts";
import { economy } from "../sim/catalog.ts";
import { begin, run } from "../sim/run.ts";
import { parseScenario } from "../sim/scenario.ts";
import { best, table, type BenchRow } from "./table.ts";

const FILE = "scenarios/quick.yaml";
const read = (path: string) => readFileSync(path, "utf8");

/** Agent-steps per second of the economy alone: learning by a curve, rows made and thrown away. */
export async function benchEconomy(): Promise<string> {
  return table([
    await speed("quick.yaml, weekly", []),
    await speed("quick.yaml, daily", ["tempo=7200", "duration=1 year", "taper.at=26 weeks"]),
  ]);
}

async function speed(name: string, overrides: readonly string[]): Promise<BenchRow> {
  const arms = armsOf(parseScenario(read(FILE), FILE, economy, read, overrides), economy);
  const { roster, clock } = arms.arms[0]!.rules;
  const agents = roster.operators.ids.length + roster.validators.ids.length;
  const epochs = arms.forkEpoch + arms.arms.length * (clock.epochs - arms.forkEpoch);
  const value = await best(agents * epochs, async () => {
    for await (const { rows } of run(arms, await begin(arms))) void rows;
  });
  return { name: `economy, ${name}, ${agents} agents, two arms`, value, unit: "agent-steps/s" };
}
