/** Runs of the world in which only verdicts differ, and the statistics that compare them with closed forms. */
import { expect } from "vitest";
import { economy, type Catalog } from "../../sim/catalog.ts";
import type { Row } from "../../sim/record.ts";
import type { Environment } from "../../sim/task/contract.ts";
import { armsOfFile, playAll, total } from "./play.ts";

/** Plays the first arm alone: without a taper the second is the same. */
export async function playFirst(
  file: string,
  overrides: readonly string[],
  catalog: Catalog = economy,
  environment: Environment = {},
): Promise<Record<string, Row[]>> {
  const { arms } = armsOfFile(file, overrides, catalog, environment);
  return playAll({ arms: [arms[0]!], forkEpoch: 0 });
}

export const playTrust = (...overrides: string[]): Promise<Record<string, Row[]>> =>
  playFirst("test/support/trust.yaml", overrides);

/** Miners of each of the two groups, on the same hardware: honest ones, and those who cheat. */
export const HONEST = 100;
export const cheating = (how: string): string => `participants.cheat.behaviour={kind: substitutor, ${how}}`;
/** Verification in periods of an epoch. */
export const verifying = (rule: string): string => `verification={every: 7 days, ${rule}}`;

/** Rows of the members of a group. */
export const ofGroup = (rows: readonly Row[], group: string): Row[] =>
  rows.filter((row) => String(row["id"]).startsWith(`${group}/`));

export const numbersOf = (rows: readonly Row[], name: string): number[] => rows.map((row) => Number(row[name]));
export const totalOf = (rows: readonly Row[], name: string): number => total(numbersOf(rows, name));
export const meanOf = (values: readonly number[]): number => total(values) / values.length;

/** Standard error of a mean. */
export function errorOf(values: readonly number[]): number {
  const mean = meanOf(values);
  return Math.sqrt(total(values.map((x) => (x - mean) ** 2)) / (values.length - 1) / values.length);
}

/** P(X = k) of n draws of chance p, for k = 0 .. n. */
function binomial(n: number, p: number): number[] {
  if (p === 0 || p === 1) return Array.from({ length: n + 1 }, (_, k) => (k === n * p ? 1 : 0));
  let log = n * Math.log1p(-p);
  return Array.from({ length: n + 1 }, (_, k) => {
    if (k > 0) log += Math.log((n - k + 1) / k) + Math.log(p / (1 - p));
    return Math.exp(log);
  });
}

/** P(X > most) of n draws of chance p. */
export const chanceAbove = (most: number, n: number, p: number): number =>
  total(binomial(n, p).filter((_, k) => k > most));

/**
 * Refuses counts whose exact 99% interval (Clopper and Pearson 1934) does not hold `chance`: then one of both tails of the
 * binomial distribution from the count on is below 0.005.
 */
export function expectShare(hits: number, of: number, chance: number): void {
  const odds = binomial(of, chance);
  const from = total(odds.slice(hits));
  const upTo = total(odds.slice(0, hits + 1));
  expect(Math.min(from, upTo), `${hits} of ${of}, expected share ${chance}`).toBeGreaterThan(0.005);
}
