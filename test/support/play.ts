import { readFileSync } from "node:fs";
import { armsOf, type Arms } from "../../sim/arms.ts";
import { economy, type Catalog } from "../../sim/catalog.ts";
import { memoryRecorder } from "../../sim/memoryRecorder.ts";
import type { Row } from "../../sim/record.ts";
import { begin, run } from "../../sim/run.ts";
import { parseScenario } from "../../sim/scenario.ts";
import type { Environment } from "../../sim/task/contract.ts";

const read = (path: string) => readFileSync(path, "utf8");

/** Arms of a scenario file, with `--set` overrides. */
export function armsOfFile(
  file: string,
  overrides: readonly string[] = [],
  catalog: Catalog = economy,
  environment: Environment = {},
): Arms {
  return armsOf(parseScenario(read(file), file, catalog, read, overrides), catalog, environment);
}

/** Plays arms to the end and keeps every row, or those of some tables. */
export async function playAll(arms: Arms, tables?: readonly string[]): Promise<Record<string, Row[]>> {
  const recorder = memoryRecorder();
  for await (const { rows } of run(arms, await begin(arms)))
    await recorder.write(tables ? Object.fromEntries(tables.map((name) => [name, rows[name]!])) : rows);
  return recorder.rows;
}

/** The small world most engine tests use: a year, weekly, 12 miners, 3 validators, subsidy cut after half of it. */
export const SMALL = "test/support/small.yaml";

export const playSmall = (...overrides: string[]): Promise<Record<string, Row[]>> =>
  playAll(armsOfFile(SMALL, overrides));

/** Rows of one arm, without its name. */
export function ofArm(rows: readonly Row[], arm: string): Row[] {
  return rows.filter((row) => row["arm"] === arm).map(({ arm: _, ...rest }) => rest);
}

/** A column of the epochs of one arm. */
export function column(rows: Record<string, Row[]>, arm: string, name: string, table = "epochs"): number[] {
  return rows[table]!.filter((row) => row["arm"] === arm).map((row) => Number(row[name]));
}

export const total = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
export const last = (values: readonly number[]): number => values[values.length - 1]!;

/** Value served by the arm cut as a share of the arm keep, over the 91 days that end at each of some days. */
export async function retainedAt(arms: Arms, days: readonly number[]): Promise<number[]> {
  const { epochDays } = arms.arms[0]!.rules.clock;
  const rows = await playAll(arms, ["epochs"]);
  const served = (arm: string, until: number) => {
    const value = column(rows, arm, "serviceValueUsd");
    // An epoch counts by the part of it inside.
    const inside = column(rows, arm, "day").map(
      (end) => Math.max(0, Math.min(end, until) - Math.max(end - epochDays, until - 91)) / epochDays,
    );
    return total(value.map((usd, e) => usd * inside[e]!));
  };
  return days.map((day) => served("cut", day) / served("keep", day));
}
