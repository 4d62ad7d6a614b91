/** The engine with real training: what miners do decides what they can, and that what they are paid. */
import { beforeAll, describe, expect, it } from "vitest";
import { catalog } from "../../cli/catalog.ts";
import type { Row } from "../../sim/record.ts";
import { armsOfFile, column, last, playAll } from "../support/play.ts";

const FILE = "test/support/digits.yaml";
const REACHABLE = 0.91;
const accuracy = (quality: number) => 0.1 + quality * (REACHABLE - 0.1);

/** Four honest miners and two lazy ones of the same hardware for 12 weeks; nobody comes or goes. */
const world = [
  "duration=12 weeks",
  "taper={kind: never}",
  "membership={kind: fixed}",
  `task={kind: digits, learningRate: 0.003, initialSteps: 10, auditPool: 1000, auditSize: 200, reachable: ${REACHABLE}}`,
  "work.stepsPerReferenceHour=1.5",
  "participants.honest.count=4",
  "participants.lazy={id: lazy, role: miner, count: 2, hardware: a100-colo, trainShare: 0.3, behaviour: {kind: lazy}}",
  "participants.copier={id: second, role: validator, count: 1, stake: 1000, cash: 50 USD}",
];
const still = "task.driftDegreesPerYear=0";

const play = (...overrides: string[]): Promise<Record<string, Row[]>> =>
  playAll(armsOfFile(FILE, [...world, ...overrides], catalog, { backend: "wasm" }));

/** Mean of a column over the miners of a behaviour, epoch by epoch. */
function byEpoch(rows: Record<string, Row[]>, behaviour: string, name: string): number[] {
  const means = new Map<number, number[]>();
  for (const row of rows["miners"]!) {
    if (row["arm"] !== "cut" || row["behaviour"] !== behaviour) continue;
    const epoch = Number(row["epoch"]);
    means.set(epoch, [...(means.get(epoch) ?? []), Number(row[name])]);
  }
  return [...means.values()].map((values) => values.reduce((a, b) => a + b, 0) / values.length);
}

describe("honest and lazy miners that really train, without drift", () => {
  let rows: Record<string, Row[]>;
  beforeAll(async () => void (rows = await play(still)));

  it("differ in what they can: the honest are above 0.85, the lazy well below them", () => {
    const [honest, lazy] = ["honest", "lazy"].map((kind) => accuracy(last(byEpoch(rows, kind, "quality"))));
    expect(honest).toBeGreaterThan(0.85);
    expect(lazy).toBeLessThan(honest! - 0.07);
    expect(lazy).toBeGreaterThan(0.3);
  });

  it("are found out by audits, and paid by Yuma and softmax accordingly, epoch by epoch", () => {
    const [honest, lazy] = ["honest", "lazy"].map((kind) => byEpoch(rows, kind, "payTokens"));
    honest!.forEach((pay, epoch) => expect(pay, `epoch ${epoch}`).toBeGreaterThan(1.2 * lazy![epoch]!));
  });

  it("are paid alike where nobody verifies", async () => {
    const blind = await play(still, "verification={kind: none}", "duration=2 weeks");
    const [honest, lazy] = ["honest", "lazy"].map((kind) => byEpoch(blind, kind, "payTokens"));
    honest!.forEach((pay, epoch) => expect(pay).toBeCloseTo(lazy![epoch]!, 9));
  });
});

describe("models whose training stops", () => {
  const untrained = ["honest", "lazy"].map((id) => `participants.${id}.trainShare=0`);
  const quality = async (...overrides: string[]) =>
    column(await play(...untrained, "task.initialSteps=300", ...overrides), "cut", "meanQuality");

  it("keep their quality to the last digit where nothing drifts", async () => {
    const [first, ...later] = await quality(still);
    expect(accuracy(first!)).toBeGreaterThan(0.75);
    expect(new Set(later)).toEqual(new Set([first]));
  });

  it("lose it under drift, further with every month", async () => {
    const drifting = await quality("task.driftDegreesPerYear=180");
    const months = [0, 4, 8, 11].map((epoch) => drifting[epoch]!);
    months.slice(1).forEach((now, k) => expect(now).toBeLessThan(months[k]! - 0.02));
    expect(last(drifting)).toBeLessThan(0.75 * drifting[0]!);
  });
});
