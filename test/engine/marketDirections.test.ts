/**
 * What the coupling of markets must bring about, each direction with the control in which it must not show, over seeds 1
 * to 3. Other directions: directions.test.ts, trustDirections.test.ts, arms.test.ts; sizes: closedForms/.
 */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { manifestOf } from "../../cli/run/manifestOf.ts";
import { verdictOf } from "../../reports/verdict.ts";
import { economy } from "../../sim/catalog.ts";
import { otherPrices } from "../../sim/counterfactual/otherPrices.ts";
import { memoryRecorder } from "../../sim/memoryRecorder.ts";
import type { Row } from "../../sim/record.ts";
import { parseScenario } from "../../sim/scenario.ts";
import { gathered, playedFile } from "../counterfactual/played.ts";
import { armsOfFile, column, last, ofArm, playAll, SMALL, total } from "../support/play.ts";

type Rows = Record<string, Row[]>;
const QUICK = "scenarios/quick.yaml";
const SEEDS = [1, 2, 3];

const play = (file: string, seed: number, overrides: readonly string[]): Promise<Rows> =>
  playAll(armsOfFile(file, [`seed=${seed}`, ...overrides]), ["epochs", "miners", "segments"]);
const quarters = (values: readonly number[]): number[] =>
  Array.from({ length: Math.floor(values.length / 13) }, (_, q) => total(values.slice(13 * q, 13 * q + 13)));
/** Quarters of a column of an arm. */
const of = (rows: Rows, arm: string, name: string): number[] => quarters(column(rows, arm, name));

describe.each(SEEDS)("a cut, seed %i", (seed) => {
  it("stops purchases before it empties the network; without one they go on and nobody is missed", async () => {
    const rows = await play(QUICK, seed, [
      "demand.segments.hobby.requests=12000 requests/day",
      "demand.segments.business.requests=9000 requests/day",
      "participants.a100-honest.entrants=40",
      "participants.rtx4090-honest.entrants=40",
      "duration=4 years",
    ]);
    const served = (arm: string) => of(rows, arm, "serving");
    const firstWithout = of(rows, "cut", "ordered").findIndex((orders) => orders === 0);
    const firstHalved = served("cut").findIndex((miners, q) => q >= 4 && miners < 0.5 * served("cut")[3]!);
    // The cut comes with the fifth quarter, and hardware that was on order then arrives in it.
    expect(firstWithout).toBeGreaterThanOrEqual(5);
    expect(firstHalved).toBeGreaterThan(firstWithout);
    expect(of(rows, "keep", "ordered")[firstWithout]).toBeGreaterThan(0);
    for (const miners of served("keep").slice(4)) expect(miners).toBeGreaterThan(0.75 * served("keep")[3]!);
  });
});

describe.each(SEEDS)("a cloud that gets cheaper by 40% as the subsidy ends, seed %i", (seed) => {
  const cheaper = "shocks={kind: events, events: [{at: 1 year, on: cloudPrice, multiply: 0.6}]}";
  const wish = ["duration=2 years"];
  const yearAfter = (rows: Rows, arm: string) => of(rows, arm, "serviceValueUsd")[7]!;

  const share = (rows: Rows) => yearAfter(rows, "cut") / yearAfter(rows, "keep");

  it("lowers retention where the price follows demand that fills the network: customers hold less of it up", async () => {
    const full = [
      ...wish,
      "market={kind: proportional, least: 0.0001 USD/request, most: 0.03 USD/request}",
      "demand.segments.hobby.requests=120000 requests/day",
      "demand.segments.business.requests=90000 requests/day",
    ];
    const [dear, cheap] = [await play(QUICK, seed, full), await play(QUICK, seed, [...full, cheaper])];
    expect(share(dear)).toBeLessThan(0.95);
    expect(share(cheap)).toBeLessThan(share(dear) - 0.1);
    const price = (rows: Rows, arm: string) => of(rows, arm, "usdPerRequest")[7]! / 13;
    for (const arm of ["cut", "keep"]) expect(price(cheap, arm)).toBeLessThan(0.95 * price(dear, arm));
    expect(total(column(cheap, "cut", "served").slice(0, 52))).toBe(total(column(dear, "cut", "served").slice(0, 52)));
  });

  it("takes service but no larger share of it where a posted price leaves miners idle", async () => {
    const [dear, cheap] = [await play(QUICK, seed, wish), await play(QUICK, seed, [...wish, cheaper])];
    expect(yearAfter(cheap, "cut")).toBeLessThan(0.7 * yearAfter(dear, "cut"));
    // Fewer requests are left for capacity that is no smaller: less of them depends on who leaves.
    expect(share(cheap)).toBeGreaterThan(share(dear));
  });

  it("takes nothing where no customer would go to a cloud at either price", async () => {
    const far = [...wish, "demand.cloud.usdPerRequest=1 USD/request"];
    const [dear, cheap] = [await play(QUICK, seed, far), await play(QUICK, seed, [...far, cheaper])];
    expect(yearAfter(cheap, "cut")).toBeGreaterThan(0);
    for (const arm of ["cut", "keep"])
      expect(column(cheap, arm, "serviceValueUsd")).toEqual(column(dear, arm, "serviceValueUsd"));
  });

  it("cannot meet constant demand, which has no cloud", () => {
    const constant = "demand={kind: constant, requests: 40000 requests/day, worth: {best: 0.012 USD/request}}";
    expect(() => armsOfFile(QUICK, [constant, cheaper])).toThrow("demand constant has no cloud");
    expect(armsOfFile(QUICK, [constant]).arms).toHaveLength(2);
  });
});

describe.each(SEEDS)("a cut that is announced half a year ahead, seed %i", (seed) => {
  const cut = (expectations: string, announcedAt: string) =>
    play(QUICK, seed, [
      "duration=65 weeks",
      `membership.expectations=${expectations}`,
      `taper.announcedAt=${announcedAt}`,
    ]);

  it("has fewer orders and fewer miners than a surprise before it comes, where operators look ahead", async () => {
    const [known, surprise] = [await cut("schedule", "26 weeks"), await cut("schedule", "1 year")];
    const at = (rows: Rows, name: string) => of(rows, "cut", name);
    expect(at(known, "ordered").slice(0, 2)).toEqual(at(surprise, "ordered").slice(0, 2));
    expect(at(known, "ordered")[3]).toBe(0);
    expect(at(surprise, "ordered")[3]).toBeGreaterThan(0);
    expect(at(known, "serving")[3]).toBeLessThan(0.95 * at(surprise, "serving")[3]!);
  });

  it("is a surprise where they do not", async () => {
    const [known, surprise] = [await cut("adaptive", "26 weeks"), await cut("adaptive", "1 year")];
    expect(ofArm(known["epochs"]!, "cut")).toEqual(ofArm(surprise["epochs"]!, "cut"));
    expect(of(known, "cut", "ordered")[3]).toBeGreaterThan(0);
  });
});

describe.each(SEEDS)("a token whose pay is sold into a pool, seed %i", (seed) => {
  const wish = ["duration=2 years"];
  const pay = (rows: Rows) =>
    quarters(column(rows, "cut", "customerFundedUsd").map((usd, e) => usd + column(rows, "cut", "netSubsidyUsd")[e]!));

  it("rises after the cut while operators' income falls; at a fixed price income falls alone", async () => {
    const pool = await play(QUICK, seed, wish);
    const fixed = await play(QUICK, seed, [...wish, "price={kind: fixed, usdPerToken: 1, investorTokens: 1000000}"]);
    const rise = (rows: Rows) => of(rows, "cut", "price")[7]! / of(rows, "cut", "price")[3]!;
    expect(rise(pool)).toBeGreaterThan(1.1);
    expect(rise(fixed)).toBe(1);
    for (const rows of [pool, fixed]) expect(pay(rows)[7]).toBeLessThan(0.6 * pay(rows)[3]!);
  });
});

describe.each(SEEDS)("cheating that costs less than honest work, seed %i", (seed) => {
  /** Honest and cheating miners in the last quarter of a year and a half, a year after the cut, and quality served then. */
  async function staying(verification: string, effort: number) {
    const group = (id: string, behaviour: string) =>
      `{id: ${id}, role: miner, count: 12, hardware: rtx4090-texas, trainShare: 0.5, costSpread: 0.2, patienceSpread: 0.5, behaviour: ${behaviour}}`;
    const rows = await play(SMALL, seed, [
      "duration=78 weeks",
      "workload={kind: none}",
      "demand.segments.0.requests=6000 requests/day",
      `verification={kind: ${verification}}`,
      `participants=[${group("honest", "{kind: honest}")}, ${group("lazy", `{kind: lazy, effort: ${effort}}`)}, {id: validator, role: validator, count: 3, stake: 1000, cash: 500 USD}]`,
    ]);
    const miners = rows["miners"]!.filter((row) => row["arm"] === "cut" && Number(row["epoch"]) >= 65);
    const count = (behaviour: string) => miners.filter((row) => row["behaviour"] === behaviour).length / 13;
    return { honest: count("honest"), lazy: count("lazy"), quality: last(column(rows, "cut", "servedQuality")) };
  }

  it("crowds out honest miners where nobody verifies, and is crowded out where validators do", async () => {
    const [blind, seen] = [await staying("none", 0), await staying("rerun", 0)];
    expect(blind.honest).toBe(0);
    expect(blind.lazy).toBeGreaterThan(1);
    expect(blind.quality).toBeLessThan(0.1);
    expect(seen.lazy).toBe(0);
    expect(seen.honest).toBeGreaterThan(5);
    expect(seen.quality).toBeGreaterThan(0.75);
  });

  it("does not where it is no cheaper", async () => {
    const { honest, quality } = await staying("none", 1);
    expect(honest).toBeGreaterThan(5);
    expect(quality).toBeGreaterThan(0.75);
  });
});

describe.each(SEEDS)("a cabal that holds consensus, seed %i", (seed) => {
  /** Weeks until half of the requests that go in the end are gone, how many are left then, and quality served at last. */
  async function deserted(behaviour: string, learning: string) {
    const rows = await play(SMALL, seed, [
      "membership={kind: fixed}",
      "taper={kind: never}",
      "participants.validator.stake=700",
      `participants.follower={id: follower, role: validator, count: 2, stake: 900, behaviour: {kind: ${behaviour}}}`,
      `demand.learning=${learning}`,
    ]);
    const wanted = column(rows, "cut", "wanted");
    const half = (wanted[0]! + last(wanted)) / 2;
    const [quality, belief] = [column(rows, "cut", "servedQuality"), column(rows, "cut", "belief", "segments")];
    return {
      weeks: wanted.findIndex((requests) => requests < half),
      left: last(wanted) / wanted[0]!,
      quality: last(quality),
      gap: Math.max(...belief.map((b, e) => b - quality[e]!)),
    };
  }

  it("loses customers with their learning lag, since they believe for a while what is no longer so", async () => {
    const [soon, late] = [
      await deserted("cabal, favours: [lazy]", "14 days"),
      await deserted("cabal, favours: [lazy]", "56 days"),
    ];
    for (const { left, quality } of [soon, late]) {
      expect(left).toBeLessThan(0.4);
      expect(quality).toBeLessThan(0.55);
    }
    expect(late.weeks).toBeGreaterThan(soon.weeks + 3);
    expect(late.gap).toBeGreaterThan(soon.gap + 0.03);
  });

  it("and where its validators are honest nobody goes, however fast customers learn", async () => {
    for (const learning of ["14 days", "56 days"]) {
      const { left, quality, gap } = await deserted("honest", learning);
      expect(left).toBeGreaterThan(0.95);
      expect(quality).toBeGreaterThan(0.8);
      expect(gap).toBeLessThan(0.05);
    }
  });
});

describe("a verdict that hangs on the kind of price", () => {
  const operators = (id: string, count: number, more = "") =>
    `{id: ${id}, role: miner, count: ${count}, hardware: rtx4090-texas, trainShare: 0${more}}`;

  /** The headline where some operators live on fees and others on a subsidy that is sold into a pool of so many tokens. */
  async function headline(pool: number): Promise<string> {
    const file = "test/counterfactual/freeEntry.yaml";
    const overrides = [
      "duration=62 weeks",
      "taper.at=56 days",
      "demand.requests=300000 requests/day",
      "market={kind: posted, usdPerRequest: 0.0005 USD/request}",
      "emission.tokensPerBlock=0.05 tokens/block",
      `price={kind: pool, tokens: ${pool}, usd: ${pool} USD, fee: 0}`,
      `participants=[${operators("dear", 100)}, ${operators("cheap", 60, ", energyPrice: 0.001 USD/kWh")}, {id: validator, role: validator, count: 1, stake: 1000}]`,
    ];
    const read = (path: string) => readFileSync(path, "utf8");
    const run = await playedFile(file, overrides);
    const recorder = memoryRecorder();
    await recorder.write(run.rows);
    await recorder.write(await gathered(otherPrices(run)));
    const manifest = manifestOf(parseScenario(read(file), file, economy, read, overrides), run.arms, {});
    const { headline: sentences, sensitivities } = verdictOf({ manifest, frames: recorder.frames() });
    expect(sensitivities).toHaveLength(1);
    return sentences.join(" ");
  }

  it("says so: a small pool that the subsidy drains hides what a fixed price shows", async () => {
    expect(await headline(15_000)).toMatch(
      /The verdict hangs on how the token is priced: (9\d|100)% as written, [1-4]\d% with token price fixed at/,
    );
  });

  it("says nothing of it where the pool is so deep that its price stands as if it were fixed", async () => {
    expect(await headline(15_000_000)).not.toContain("hangs on");
  });
});
