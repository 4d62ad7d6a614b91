/** The sign of what the gallery says of price wars, crashes, agents and bootstrapping, each with its control. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { ARMS } from "../../sim/armNames.ts";
import { armsOf, type Arms } from "../../sim/arms.ts";
import { economy } from "../../sim/catalog.ts";
import type { Row } from "../../sim/record.ts";
import { parseScenario } from "../../sim/scenario.ts";
import { column, last, playAll, total } from "../support/play.ts";

type Rows = Record<string, Row[]>;

const read = (path: string) => readFileSync(path, "utf8");
const fileOf = (name: string): string => `scenarios/${name}.yaml`;

function armsFor(name: string, sets: readonly string[], names: readonly (typeof ARMS)[number][]): Arms {
  return armsOf(parseScenario(read(fileOf(name)), fileOf(name), economy, read, sets), economy, {}, names);
}

/** Both arms that every finding compares; the third where it is asked for. */
const play = (name: string, ...sets: string[]): Promise<Rows> =>
  playAll(armsFor(name, sets, ["cut", "keep"]), ["epochs"]);

/** What is laid upon a scenario as its comment says, by how it starts. */
function setOf(name: string, start: string): string {
  const sets = [...read(fileOf(name)).matchAll(/--set '(.*?)'/g)].map((match) => match[1]!);
  return sets.find((set) => set.startsWith(start))!;
}

const QUARTER = 13;
/** USD of service a week over a quarter that ends with an epoch, or with the run. */
const service = (rows: Rows, arm: string, until?: number): number =>
  total(column(rows, arm, "serviceValueUsd").slice(0, until).slice(-QUARTER)) / QUARTER;

describe.each([1, 2, 3])("cloud-price-war.yaml, seed %i", (seed) => {
  const FILE = "cloud-price-war";
  const played = (...sets: string[]) => play(FILE, "duration=104 weeks", `seed=${seed}`, ...sets);
  const dearClouds = setOf(FILE, "shocks=");
  const retained = (rows: Rows) => service(rows, "cut") / service(rows, "keep");

  it("keeps less of its service after the subsidy where clouds get cheaper", async () => {
    const [cheap, dear] = [await played(), await played(dearClouds)];
    expect(retained(dear)).toBeGreaterThan(0.99);
    expect(retained(cheap)).toBeLessThan(0.9);
    for (const arm of ["cut", "keep"]) {
      expect(service(cheap, arm)).toBeLessThan(service(dear, arm));
      // Until then the worlds are the same.
      expect(service(cheap, arm, 78)).toBe(service(dear, arm, 78));
    }
  });

  it("keeps no smaller share of it at a posted price, which cheaper clouds do not lower", async () => {
    const posted = setOf(FILE, "market=");
    const [cheap, dear] = [await played(posted), await played(posted, dearClouds)];
    for (const arm of ["cut", "keep"]) expect(service(cheap, arm)).toBeLessThan(0.7 * service(dear, arm));
    expect(retained(dear)).toBeGreaterThan(0.99);
    expect(retained(cheap)).toBeGreaterThan(retained(dear) - 1e-9);
  });
});

describe("token-crash.yaml", () => {
  const YEARS = "duration=130 weeks";
  const retained = (rows: Rows) => service(rows, "cut") / service(rows, "keep");
  const cutBy = (floor: number) => [YEARS, "shocks={kind: none}", `taper={kind: step, at: 52 weeks, floor: ${floor}}`];

  it("is a cut of emission in USD: one by as much leaves the same, an end of emission less", async () => {
    // A thousandth of the emission is cut as well, to date the crash.
    const crash = await play("token-crash", YEARS);
    const cut = await play("token-crash", ...cutBy(0.2));
    const end = await play("token-crash", ...cutBy(0));
    const subsidy = (rows: Rows) => total(column(rows, "cut", "netSubsidyUsd").slice(-QUARTER));
    expect(Math.abs(subsidy(crash) / subsidy(cut) - 1)).toBeLessThan(2e-3);
    expect(Math.abs(retained(crash) / retained(cut) - 1)).toBeLessThan(1e-3);
    expect(retained(crash)).toBeLessThan(0.98);
    expect(retained(end)).toBeLessThan(retained(crash) - 0.02);
  });

  it("loses nothing where the token does not fall", async () => {
    const calm = await play("token-crash", YEARS, "shocks={kind: none}");
    expect(Math.abs(retained(calm) - 1)).toBeLessThan(1e-3);
  });

  it("comes late where investors leave a pool, whose price falls for years", async () => {
    const pool = setOf("token-crash", "price=");
    const left = await play("token-crash", YEARS, pool, setOf("token-crash", "shocks.events="));
    const price = (arm: string) => column(left, arm, "price");
    expect(last(price("cut"))).toBeLessThan(0.6 * last(price("keep")));
    expect(price("cut").slice(52)).toEqual([...price("cut").slice(52)].sort((a, b) => b - a));
    expect(retained(left)).toBeGreaterThan(retained(await play("token-crash", YEARS)));
  });
});

describe("agents-as-clients.yaml", () => {
  const YEAR = ["duration=52 weeks", "taper={kind: never}"];
  const below = "participants.cabal.stake=14000";
  /** Share of the service that a captured consensus takes, in the last quarter of a year with pay. */
  async function takes(...sets: string[]): Promise<number> {
    const captured = await play("agents-as-clients", ...YEAR, ...sets);
    const honest = await play("agents-as-clients", ...YEAR, ...sets, below);
    return 1 - service(captured, "cut") / service(honest, "cut");
  }

  it("takes little from agents who learn, more from those who do not, and nearly all where reputation routes", async () => {
    const learning = await takes();
    const blind = await takes(setOf("agents-as-clients", "demand.memory="));
    const routed = await takes(setOf("agents-as-clients", "demand={"));
    expect(learning).toBeGreaterThan(0);
    expect(learning).toBeLessThan(0.04);
    expect(blind).toBeGreaterThan(0.05);
    expect(blind).toBeLessThan(0.15);
    expect(routed).toBeGreaterThan(0.8);
  });

  it("asks who answers badly for less than a third of what it buys of others, though all pay goes there", async () => {
    const rows = await playAll(armsFor("agents-as-clients", YEAR, ["cut", "keep"]), ["operators"]);
    const ends = rows["operators"]!.filter((row) => row["arm"] === "cut" && Number(row["epoch"]) >= 52 - QUARTER);
    const each = (group: string, name: string) => {
      const serving = ends.filter((row) => row["group"] === group && row["status"] === "serving");
      return total(serving.map((row) => Number(row[name]))) / serving.length;
    };
    expect(each("lazy", "customerFundedUsd")).toBeLessThan(0.3 * each("honest", "customerFundedUsd"));
    // The captured consensus pays the other way round.
    expect(each("lazy", "netSubsidyUsd")).toBeGreaterThan(0);
    expect(each("honest", "netSubsidyUsd")).toBe(0);
  });
});

describe("bootstrapping.yaml", () => {
  const played = (...sets: string[]): Promise<Rows> => playAll(armsFor("bootstrapping", sets, ARMS), ["epochs"]);
  const over = (rows: Rows, arm: string, other: string, until?: number) =>
    service(rows, arm, until) / service(rows, other, until);

  it("leaves less than a subsidy that goes on and more than none, and loses ground to both", async () => {
    const rows = await played();
    expect(over(rows, "cut", "keep", 156)).toBeLessThan(0.95);
    expect(over(rows, "cut", "never", 156)).toBeGreaterThan(1.8);
    expect(over(rows, "cut", "never")).toBeLessThan(over(rows, "cut", "never", 156));
    expect(over(rows, "cut", "keep")).toBeLessThan(over(rows, "cut", "keep", 156));
  });

  it("leaves no customer more where it made none known, while hardware is cheap enough for both", async () => {
    const rows = await played("demand.subsidyFactor=1");
    for (const other of ["keep", "never"]) expect(Math.abs(over(rows, "cut", other) - 1)).toBeLessThan(1e-3);
  });

  it("leaves cheaper hours than had it never been paid, and the same where nobody learns", async () => {
    const alike = "participants.miner.costSpread=0";
    const hourUsd = (rows: Rows, arm: string) =>
      last(column(rows, arm, "runningCostUsd")) / last(column(rows, arm, "hours"));
    const learnt = await played(alike);
    expect(hourUsd(learnt, "cut")).toBeLessThan(0.9 * hourUsd(learnt, "never"));
    const still = await played(alike, setOf("bootstrapping", "work="));
    expect(hourUsd(still, "cut")).toBeCloseTo(hourUsd(still, "never"), 9);
  });
});
