import { deserialize, serialize } from "node:v8";
import { describe, expect, it } from "vitest";
import { catalog } from "../../cli/catalog.ts";
import type { Row } from "../../sim/record.ts";
import { begin, run, type RunState } from "../../sim/run.ts";
import { armsOfFile, column, playSmall, SMALL, total } from "../support/play.ts";
import { settlements } from "../support/settlements.ts";

/** Constant customers and operators, validators that cost nothing, all pay for miners: what moves is the settlement alone. */
const still = [
  "price={kind: fixed, usdPerToken: 2}",
  "demand={kind: constant, requests: 12000 requests/day, worth: { best: 0.01 USD/request }}",
  "membership={kind: fixed}",
  "workload={kind: none}",
  "verification={kind: none}",
  "discountRate=0",
  "settlement={kind: burnMint}",
  "split={owner: 0, miners: 1, validators: 0}",
];
/** tokens of a block that mint in a week, at 2 USD, a multiple of what is burned in it: 0.95 of 504 USD */
const emission = (multiple: number) =>
  `emission={kind: constant, tokensPerBlock: ${(multiple * 0.95 * 504) / 2 / 50_400} tokens/block}`;

describe("burn and mint", () => {
  it("mints exactly what was burned once the subsidy has ended, and calls none of it subsidy", async () => {
    const rows = await playSmall(...still, emission(3));
    const [minted, burned, subsidy, supply] = ["minted", "burned", "netSubsidyTokens", "supply"].map((name) =>
      column(rows, "cut", name),
    ) as [number[], number[], number[], number[]];
    expect(burned[30]).toBeCloseTo((0.95 * 504) / 2, 6);
    for (let week = 26; week < 52; week++) {
      expect(minted[week]! / burned[week - 1]!).toBeCloseTo(1, 12);
      expect(Math.abs(subsidy[week]!)).toBeLessThan(1e-9);
      expect(supply[week]! / supply[25]!).toBeCloseTo(1, 12);
    }
    // Before, and where the subsidy is kept, two thirds of what is minted is not what customers burned.
    expect(minted[25]! / burned[24]!).toBeCloseTo(3, 6);
    expect(subsidy[25]! / minted[25]!).toBeCloseTo(2 / 3, 6);
    expect(column(rows, "keep", "minted")[51]! / burned[24]!).toBeCloseTo(3, 6);
  });

  it("mints no more than the schedule where more is burned, with a subsidy or without: the supply falls", async () => {
    const rows = await playSmall(...still, emission(0.5));
    const [minted, burned, supply] = ["minted", "burned", "supply"].map((name) => column(rows, "cut", name)) as [
      number[],
      number[],
      number[],
    ];
    for (let week = 1; week < 52; week++) {
      expect(minted[week]! / burned[week]!).toBeCloseTo(0.5, 6);
      expect(supply[week - 1]! - supply[week]!).toBeCloseTo(0.5 * burned[week]!, 6);
    }
    expect(column(rows, "keep", "minted")).toEqual(minted);
  });

  it("before anything was burned mints nothing but subsidy", async () => {
    const rows = await playSmall(...still, emission(3), "taper.at=0 weeks");
    expect(column(rows, "cut", "minted")[0]).toBe(0);
    expect(column(rows, "keep", "minted")[0]).toBeGreaterThan(0);
  });
});

describe("a settlement with a memory", () => {
  it.each([
    ["depositSettle", settlements.depositSettle],
    ["depositSettle that halts", "{ kind: depositSettle, prepaid: 30 days, warn: 1, halt: 0.99 }"],
    ["baseFeeBurn", settlements.baseFeeBurn],
  ])("resumes from a saved state as if never stopped: %s", async (_, settlement) => {
    const arms = () => armsOfFile(SMALL, [`settlement=${settlement}`]);
    const states: { at: number; state: RunState }[] = [];
    const all: Row[][] = [];
    const played = arms();
    for await (const epoch of run(played, await begin(played))) {
      all.push(Object.values(epoch.rows).flat());
      if ([7, 26, 40, 52].includes(all.length))
        states.push({ at: all.length, state: deserialize(serialize(epoch.save())) as RunState });
    }
    for (const { at, state } of states) {
      const rest: Row[][] = [];
      for await (const { rows } of run(arms(), state)) rest.push(Object.values(rows).flat());
      expect(rest).toEqual(all.slice(at));
    }
  });
});

describe("the coupled world", () => {
  const played = (settlement: string, ...more: string[]) => playSmall(`settlement=${settlement}`, ...more);

  it("has customers who turn away from a surcharge", async () => {
    const fee = (usd: string) =>
      `{ kind: baseFeeBurn, start: ${usd} USD/request, minimum: ${usd} USD/request, interval: 1 year }`;
    const wanted = async (usd: string) => column(await played(fee(usd)), "cut", "wanted")[0]!;
    expect(await wanted("0.005")).toBeLessThan(0.9 * (await wanted("0.0000001")));
  });

  it("records the collateral of a vault, and alerts while it is short", async () => {
    // Without buyers but customers, miners who sell all their pay drive the price down.
    const rows = await played(
      settlements.depositSettle,
      "price.investors=0 USD/day",
      "emission.tokensPerBlock=0.2 tokens/block",
      "participants.rtx4090.habitShare=1",
    );
    const [ratio, alert, price] = ["collateralRatio", "vaultAlert", "price"].map((name) =>
      column(rows, "keep", name),
    ) as [number[], number[], number[]];
    expect(price[51]).toBeLessThan(price[0]!);
    expect(Math.max(...alert)).toBe(2);
    ratio.forEach((value, week) => expect(alert[week]).toBe(value <= 0.9 ? 2 : value <= 0.95 ? 1 : 0));
    const direct = column(await played("{ kind: direct }"), "keep", "vaultAlert");
    expect(Math.max(...direct)).toBe(0);
  });

  it("takes nothing from an emission's vault for what a settlement mints", async () => {
    // Every week the price falls by a half, so half of what is due is minted besides.
    const halved = Array.from({ length: 13 }, (_, k) => `{ at: ${7 * k} days, usdPerToken: ${2 ** -k} }`).join(", ");
    const rows = await played(
      "{ kind: depositSettle, prepaid: 30 days, halt: 0 }",
      `price={ kind: path, points: [${halved}], investorTokens: 1e9 }`,
      "emission={ kind: revenuePegged, vault: 4000, usdPerDay: 2 USD/day }",
      "taper={ kind: step, at: 80 days, floor: 0.5, basis: actual }",
      "duration=13 weeks",
    );
    const byWhy = (lacking: boolean) =>
      total(
        rows["flows"]!.filter(
          ({ arm, from, why }) => arm === "keep" && from === "mint" && (why === "lacking in the vault") === lacking,
        ).map(({ amount }) => Number(amount)),
      );
    expect(byWhy(true)).toBeGreaterThan(4000);
    expect(byWhy(false)).toBeCloseTo(4000, 6);
  });

  it("is one in which every kind of settlement is played by some test", () => {
    const kinds = catalog.settlement.kinds.map(({ kind }) => kind);
    expect(["direct", ...Object.keys(settlements)].sort()).toEqual([...kinds].sort());
  });
});
