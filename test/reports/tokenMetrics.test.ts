/** Figures of two weeks that can be worked out by hand. */
import { describe, expect, test } from "vitest";
import { concentration } from "../../reports/metrics/concentration.ts";
import { costPerOperator } from "../../reports/metrics/costPerOperator.ts";
import { netInflation } from "../../reports/metrics/inflation.ts";
import type { Metric } from "../../reports/metrics/metric.ts";
import { subsidyOverOutside } from "../../reports/metrics/outsidePrice.ts";
import { velocity } from "../../reports/metrics/velocity.ts";
import type { Records } from "../../reports/records.ts";
import type { Row } from "../../sim/record.ts";
import { invented, manifest, zeros } from "./synthetic.ts";
import { withTable } from "./tables.ts";

const both = { fromDay: 0, toDay: 14 };
const first = { fromDay: 0, toDay: 7 };

/** Two weeks of an arm: rows of `epochs`, and of other tables as they are given. */
function twoWeeks(epochs: readonly Row[], others: Readonly<Record<string, readonly Row[]>>, scenario = {}): Records {
  const about = { ...manifest({ epochDays: 7, days: 14, fromDay: 7 }), arms: ["cut"], scenario };
  const rows = epochs.map((row, epoch) => ({ ...zeros("epochs"), arm: "cut", epoch, subnet: 0, ...row }));
  return Object.entries(others).reduce(
    (records, [name, list]) => withTable(records, name, list),
    withTable({ manifest: about, frames: {} }, "epochs", rows),
  );
}

const flow = (epoch: number, from: string, to: string, why: string, amount: number, ledger = "tokens"): Row => ({
  arm: "cut",
  epoch,
  subnet: 0,
  ledger,
  from,
  to,
  why,
  amount,
});

describe("velocity", () => {
  const circulating = [{ circulating: 900 }, { circulating: 1100 }];
  const pay = [flow(0, "mint", "operators", "miner pay", 500), flow(0, "operators", "vesting", "locked pay", 90)];

  test("counts each traded token once: of every epoch the larger of what is sold and what is bought", () => {
    const flows = [
      ...pay,
      flow(0, "mint", "pool", "injection", 30),
      flow(0, "operators", "pool", "sale", 60),
      flow(0, "operators", "liquidity", "market fee", 5),
      flow(0, "validators", "pool", "sale", 20),
      flow(0, "pool", "investors", "purchase", 50),
      flow(0, "pool", "burn", "burned for work", 10),
      flow(0, "pool", "operators", "token sale", 999, "usd"),
      flow(1, "operators", "pool", "sale", 10),
      flow(1, "pool", "vault", "deposit", 40),
      flow(1, "vault", "operators", "settled work", 40),
    ];
    const records = twoWeeks(circulating, { flows });
    // 80 sold and 60 bought, then 10 sold and 40 bought
    expect(velocity.of(records, "cut", both).value).toBeCloseTo((365 * (80 + 40)) / (14 * 1000), 12);
    expect(velocity.of(records, "cut", { fromDay: 0, toDay: 10.5 }).value).toBeCloseTo(
      (365 * (80 + 20)) / (7 * 900 + 3.5 * 1100),
      12,
    );
  });

  test("what investors, who take every trade, buy of themselves is no trade", () => {
    const flows = [
      ...pay,
      flow(0, "operators", "investors", "sale", 20),
      flow(0, "investors", "investors", "purchase", 70),
      flow(0, "investors", "burn", "bought back", 45),
    ];
    expect(velocity.of(twoWeeks(circulating, { flows }), "cut", first).value).toBeCloseTo((365 * 45) / (7 * 900), 12);
  });

  test("is none without transfers, or without tokens that can be traded", () => {
    expect(velocity.of(twoWeeks(circulating, {}), "cut", both).why).toBe("the run's transfers were not read");
    expect(velocity.of(twoWeeks([{}, {}], { flows: pay }), "cut", both).why).toBe("no token can be traded");
  });
});

describe("net inflation", () => {
  const supply = [{ supply: 19_000 }, { supply: 21_000 }];

  test("is what is minted less what is burned or recycled, over all tokens, a year", () => {
    const flows = [
      flow(0, "mint", "operators", "miner pay", 500),
      flow(0, "mint", "burn", "miner pay burned", 20),
      flow(0, "mint", "recycled", "root dividends", 10),
      flow(0, "pool", "burn", "burned for work", 60),
      flow(1, "pool", "recycled", "registration", 5),
      flow(1, "stake", "validators", "unbonded", 300),
    ];
    const records = twoWeeks(supply, { flows });
    expect(netInflation.of(records, "cut", both).value).toBeCloseTo((365 * (530 - 95)) / (14 * 20_000), 12);
    expect(netInflation.of(records, "cut", { fromDay: 7, toDay: 14 }).value).toBeCloseTo((-365 * 5) / (7 * 21_000), 12);
  });
});

test("cost per operator left: net subsidy from the first day on, over those that serve at the end of the period", () => {
  const year = { fromDay: 638, toDay: 729 };
  // 400 tokens a day at 3 USD, for 364 days where it ends; 18 of 24 serve then
  expect(costPerOperator.of(invented(), "cut", year).value).toBeCloseTo((364 * 1200) / 18, 6);
  expect(costPerOperator.of(invented(), "keep", year).value).toBeCloseTo((729 * 1200) / 24, 6);
  const nobody = twoWeeks([{ netSubsidyUsd: 7 }, { netSubsidyUsd: 7 }], {});
  expect(costPerOperator.of(nobody, "cut", both)).toEqual({ value: null, why: "no operator serves any more" });
});

describe("subsidy over the price outside", () => {
  const week = { served: 100, price: 0.3 };
  const flows = [0, 1].map((epoch) => flow(epoch, "mint", "operators", "miner pay", 10));
  const of = (scenario: object, window = both) =>
    subsidyOverOutside.of(twoWeeks([week, week], { flows }, scenario), "cut", window);
  const cloud = { usdPerRequest: "0.02 USD/request", quality: 1 };

  test("takes the cheapest seller of each epoch, and events on clouds' prices", () => {
    const demand = {
      clouds: [cloud, { listed: "aws", requestsPerHour: 1 }],
      rivals: [{ usdPerRequest: "0.015 USD/request" }],
    };
    const halved = { at: `${7 * 86400} s`, on: "cloudPrice", multiply: 0.5 };
    // 6 USD for 100 requests at 0.015 and 100 at 0.01
    expect(of({ demand, shocks: { events: [halved] } }).value).toBeCloseTo(6 / 2.5, 12);
    expect(of({ demand, shocks: { events: [{ ...halved, on: "demand" }] } }).value).toBeCloseTo(6 / 3, 12);
    const over = { ...halved, at: "0 s", until: `${7 * 86400} s` };
    expect(of({ demand: { cloud }, shocks: { events: [over] } }).value).toBeCloseTo(6 / 3, 12);
    expect(of({ demand: { cloud } }, first).value).toBeCloseTo(1.5, 12);
  });

  test("is none where no price outside is stated, or nothing is served", () => {
    expect(of({ demand: { kind: "constant" } }).why).toBe("the scenario states no price outside");
    const idle = twoWeeks([{ price: 1 }, { price: 1 }], { flows }, { demand: { cloud } });
    expect(subsidyOverOutside.of(idle, "cut", both).why).toBe("nothing was served");
  });
});

describe("concentration of stake and capacity", () => {
  test("is none in records that lack the column", () => {
    const operators = [{ arm: "cut", epoch: 0, subnet: 0, id: "m0", netSubsidyUsd: 1, customerFundedUsd: 1 }];
    const of = (name: string) =>
      concentration.find((metric) => metric.name === name)!.of(twoWeeks([{}, {}], { operators }), "cut", both);
    expect(of("capacityGini")).toEqual({ value: null, why: "the run did not record capacity" });
    expect(of("paidMiners")).toEqual({ value: 1 });
  });

  const members = (amounts: readonly number[], column: string) =>
    amounts.flatMap((amount, k) =>
      [0, 1].map((epoch) => ({ arm: "cut", epoch, subnet: 0, id: `m${k}`, [column]: amount })),
    );
  const of = (name: string, records: Records): number | null =>
    concentration.find((metric: Metric) => metric.name === name)!.of(records, "cut", both).value;
  const amounts = [50, 0, 30, 10, 10];

  test.each([
    ["stake", "validators", "stake", "effectiveValidators", "stakedValidators"],
    ["capacity", "operators", "capacity", "effectiveOperators", "operatorsWithCapacity"],
  ])("of %s leaves out who has none", (prefix, table, column, effective, count) => {
    const records = twoWeeks([{}, {}], { [table]: members(amounts, column) });
    // Closed form "concentration"
    expect(of(`${prefix}Gini`, records)).toBeCloseTo(0.35, 12);
    expect(of(`${prefix}Hhi`, records)).toBeCloseTo(0.36, 12);
    expect(of(effective, records)).toBeCloseTo(1 / 0.36, 12);
    expect(of(`${prefix}Nakamoto`, records)).toBe(2);
    expect(of(`${prefix}NakamotoThird`, records)).toBe(1);
    expect(of(count, records)).toBe(4);
    expect(of(`${prefix}Gini`, twoWeeks([{}, {}], { [table]: members([0, 0], column) }))).toBeNull();
  });
});
