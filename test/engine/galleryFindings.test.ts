/**
 * The sign of what scenarios/README.md says of the scenarios on the end of a subsidy, each with its control, played as
 * written with the seed of the file; where a run is shorter than the file says, the finding lies within what is played.
 * Those on trust: trustScenarios.test.ts; full-subnet: registration.test.ts; shapes and bonds: files of their own.
 */
import { beforeAll, describe, expect, it } from "vitest";
import { catalog } from "../../cli/catalog.ts";
import type { Row } from "../../sim/record.ts";
import { armsOfFile, column, last, playAll, total } from "../support/play.ts";

type Rows = Record<string, Row[]>;

const play = (name: string, ...overrides: string[]): Promise<Rows> =>
  playAll(armsOfFile(`scenarios/${name}.yaml`, overrides, catalog, { backend: "wasm" }), ["epochs"]);

/** Sum of a column over the quarter that ends after so many weekly epochs. */
const quarter = (rows: Rows, arm: string, name: string, until: number): number => {
  const values = column(rows, arm, name);
  expect(values.length).toBeGreaterThanOrEqual(until);
  return total(values.slice(until - 13, until));
};
/** Value of service, cut over keep. */
const left = (rows: Rows, until: number): number =>
  quarter(rows, "cut", "serviceValueUsd", until) / quarter(rows, "keep", "serviceValueUsd", until);
/** What customers paid operators over their full cost. */
const coverage = (rows: Rows, arm: string, until: number): number =>
  quarter(rows, arm, "customerFundedUsd", until) / quarter(rows, arm, "fullCostUsd", until);
const serving = (rows: Rows, arm: string, until: number): number => column(rows, arm, "serving")[until - 1]!;

describe("after-the-subsidy.yaml, enough-demand.yaml and no-demand.yaml, to a year after the cut", () => {
  let [some, enough, none]: Rows[] = [];
  beforeAll(async () => {
    some = await play("after-the-subsidy", "duration=104 weeks");
    enough = await play("enough-demand", "duration=104 weeks");
    // A year and a half: by then nobody is left who could come back.
    none = await play("no-demand", "duration=78 weeks");
  });

  it("where customers had paid for half of full cost most of the service is left, less with time, by fewer miners", () => {
    expect(coverage(some!, "cut", 52)).toBeGreaterThan(0.4);
    expect(coverage(some!, "cut", 52)).toBeLessThan(0.7);
    expect(left(some!, 104)).toBeGreaterThan(0.5);
    expect(left(some!, 104)).toBeLessThan(left(some!, 65));
    expect(left(some!, 65)).toBeLessThan(1);
    expect(serving(some!, "cut", 104)).toBeLessThan(0.8 * serving(some!, "keep", 104));
  });

  it("where they had paid for all of it more is left, though not everything", () => {
    expect(coverage(enough!, "cut", 52)).toBeGreaterThan(1);
    expect(left(enough!, 104)).toBeGreaterThan(left(some!, 104) + 0.05);
    expect(left(enough!, 104)).toBeLessThan(1);
  });

  it("where nobody ever paid nobody serves half a year after the cut; for tokens alone most still do", () => {
    expect(total(column(none!, "keep", "customerFundedUsd"))).toBe(0);
    expect(serving(none!, "cut", 52)).toBeGreaterThan(15);
    expect(serving(none!, "cut", 78)).toBeLessThan(0.1 * serving(none!, "keep", 78));
    expect(serving(none!, "keep", 78)).toBeGreaterThan(15);
  });
});

describe("rendering.yaml", () => {
  it("delivers nearly all at first, less later, and answers stay as good: what is lost is capacity", async () => {
    // To nine months after the cut: less is left by then than after a quarter.
    const rows = await play("rendering", "duration=91 weeks");
    expect(left(rows, 65)).toBeGreaterThan(0.95);
    expect(left(rows, 91)).toBeLessThan(left(rows, 65));
    expect(coverage(rows, "cut", 52)).toBeLessThan(0.7);
    const quality = (arm: string, until: number) => quarter(rows, arm, "servedQuality", until) / 13;
    expect(Math.abs(quality("cut", 91) - quality("keep", 91))).toBeLessThan(0.01);
    expect(quality("cut", 91)).toBeGreaterThan(0.95);
    expect(quality("cut", 26)).toBeGreaterThan(0.85);
    expect(quarter(rows, "cut", "capacity", 91)).toBeLessThan(0.97 * quarter(rows, "keep", "capacity", 91));
  });

  it("answers as well only because those who are left train on: where nobody trains pictures go wrong", async () => {
    const idle = ["a100", "rtx4090", "rtx3090-lazy"].map((group) => `participants.${group}.trainShare=0`);
    const rows = await play("rendering", "duration=26 weeks", "taper={kind: never}", ...idle);
    expect(last(column(rows, "cut", "servedQuality"))).toBeLessThan(0.7);
  });
});

describe("quick.yaml", () => {
  it("loses little in a year and more in two, by operators who leave: where nobody can leave it loses nothing", async () => {
    const rows = await play("quick");
    expect(left(rows, 104)).toBeGreaterThan(0.9);
    expect(left(rows, 104)).toBeLessThan(0.98);
    expect(left(rows, 156)).toBeLessThan(left(rows, 104) - 0.05);
    expect(serving(rows, "cut", 156)).toBeLessThan(serving(rows, "cut", 104));
    const stuck = await play("quick", "membership={kind: fixed}", "duration=104 weeks");
    expect(left(stuck, 104)).toBeCloseTo(1, 12);
  });
});

describe("bitcoin-fees-only.yaml", () => {
  let rows: Rows = {};
  beforeAll(async () => void (rows = await play("bitcoin-fees-only")));
  /** The epoch in which the seventh halving leaves nothing, and one a year later. */
  const [end, later] = [182, 234];

  it("keeps most of its service on fees alone, and loses more of it while halvings come than in the year after", () => {
    expect(total(column(rows, "cut", "minted").slice(end + 1))).toBe(0);
    expect(left(rows, later)).toBeGreaterThan(0.5);
    expect(left(rows, later)).toBeLessThan(0.9);
    expect(1 - left(rows, end)).toBeGreaterThan(left(rows, end) - left(rows, later));
  });

  it("is left to those whose full cost fees cover; where no halving comes they cover less, and more stay", () => {
    expect(coverage(rows, "cut", 26)).toBeLessThan(0.6);
    expect(coverage(rows, "cut", later)).toBeGreaterThan(1);
    expect(coverage(rows, "keep", later)).toBeLessThan(0.9);
    expect(serving(rows, "cut", later)).toBeLessThan(0.75 * serving(rows, "keep", later));
  });
});

describe("burn-and-mint.yaml", () => {
  it("keeps most of the service, less than where customers pay operators, who live on customers alone in both", async () => {
    const burnt = await play("burn-and-mint");
    const direct = await play("burn-and-mint", "settlement={kind: direct, validatorShare: 0.1}");
    for (const until of [104, 156]) {
      expect(left(burnt, until)).toBeGreaterThan(0.8);
      expect(left(burnt, until)).toBeLessThan(left(direct, until));
    }
    for (const rows of [burnt, direct]) {
      expect(quarter(rows, "cut", "netSubsidyUsd", 52)).toBeGreaterThan(0);
      expect(quarter(rows, "cut", "netSubsidyUsd", 104)).toBe(0);
      expect(quarter(rows, "cut", "customerFundedUsd", 104)).toBeGreaterThan(0);
    }
    // Under burn and mint pay goes on, as tokens that customers' burns fund; paid directly nothing is minted any more.
    expect(quarter(burnt, "cut", "minted", 104)).toBeGreaterThan(0);
    expect(quarter(direct, "cut", "minted", 104)).toBe(0);
  });
});

describe("dtao-two-subnets.yaml", () => {
  const price = (rows: Rows, arm: string, until: number) => quarter(rows, arm, "price", until) / 13;

  it("keeps nearly all for a year and less in two, while its token loses most of what the chain's TAO had made of it", async () => {
    const rows = await play("dtao-two-subnets");
    expect(left(rows, 104)).toBeGreaterThan(0.95);
    expect(left(rows, 104)).toBeLessThan(1);
    expect(left(rows, 156)).toBeLessThan(left(rows, 104) - 0.03);
    expect(price(rows, "cut", 156)).toBeLessThan(0.4 * price(rows, "keep", 156));
    // Its own token is minted on, cut or not.
    expect(quarter(rows, "cut", "minted", 104)).toBeGreaterThan(0.8 * quarter(rows, "keep", "minted", 104));
  });

  it("loses nothing in that year where TAO is shared by flow, for there is next to none to lose", async () => {
    const rows = await play("dtao-two-subnets", "emission.shares=flow", "duration=104 weeks");
    expect(left(rows, 104)).toBeCloseTo(1, 3);
    expect(price(rows, "cut", 78)).toBeGreaterThan(0.9 * price(rows, "keep", 78));
  });
});
