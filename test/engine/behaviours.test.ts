import { describe, expect, it, test } from "vitest";
import { drawNormal } from "../../sim/core/random.ts";
import { bribesOf } from "../../sim/epoch/bribe.ts";
import { decide } from "../../sim/epoch/decide.ts";
import type { Row } from "../../sim/record.ts";
import { genesis } from "../../sim/world.ts";
import { playFound, still, valuesOf } from "../support/found.ts";
import { armsOfFile, playSmall, SMALL, total } from "../support/play.ts";

/** Nobody comes or goes, and the subsidy stays. */
const calm = [
  "duration=26 weeks",
  "membership={kind: fixed}",
  "taper={kind: never}",
  "participants.copier.behaviour={kind: honest}",
];

const rowsOf = (rows: Record<string, Row[]>, table: string, group: string): Row[] =>
  rows[table]!.filter((row) => row["arm"] === "cut" && String(row["id"]).startsWith(`${group}/`));
const sumOf = (rows: readonly Row[], name: string): number => total(rows.map((row) => Number(row[name])));
/** Share of miners' pay that a group gets over the run. */
const shareOf = (rows: Record<string, Row[]>, group: string): number =>
  sumOf(rowsOf(rows, "miners", group), "payTokens") /
  sumOf(
    rows["miners"]!.filter((row) => row["arm"] === "cut"),
    "payTokens",
  );

describe("a weight copier", () => {
  /** Dividends per stake over those of honest validators, where bonds follow weights at once; mean of three seeds. */
  async function advantage(epochsLate: number, moves: number): Promise<number> {
    const ratios: number[] = [];
    for (const seed of [1, 2, 3]) {
      const found = (miner: number, epoch: number, validator: number) =>
        0.5 +
        miner / 100 +
        moves * Math.sin(epoch / 12 + miner) +
        0.05 * drawNormal(seed, "found", epoch, `miner ${miner}`, validator);
      const overrides = [...still, "duration=40 weeks", "consensus.bondAlpha=1", `commitReveal=${epochsLate}`];
      const played = (await playFound(overrides, found)).slice(15);
      const perStake = (id: string, stake: number) => total(valuesOf(played, "validators", id, "dividend")) / stake;
      ratios.push((2 * perStake("follower/0", 900)) / (perStake("validator/0", 1000) + perStake("validator/1", 1000)));
    }
    return total(ratios) / ratios.length;
  }

  it("earns more than honest validators while weights are open, and less when they come late and miners move", async () => {
    expect(await advantage(0, 0.2)).toBeGreaterThan(1);
    expect(await advantage(6, 0.2)).toBeLessThan(0.97);
  });

  it("earns as much as before, however late weights come, when miners do not move", async () => {
    expect(await advantage(0, 0)).toBeGreaterThan(1.003);
    expect(await advantage(6, 0)).toBeGreaterThan(1.003);
  });
});

/** Stake of two honest validators is 2000; the follower has this share of all. */
const follower = (share: number, behaviour: string) => [
  `participants.follower.stake=${(2000 * share) / (1 - share)}`,
  `participants.follower.behaviour=${behaviour}`,
];

describe("a cabal", () => {
  const share = async (stake: number, behaviour = "{kind: cabal, favours: [lazy]}") =>
    shareOf(await playSmall(...calm, ...follower(stake, behaviour)), "lazy");

  it("wins all incentive for its group with more than kappa of stake, and nothing below", async () => {
    const honest = await share(0.55, "{kind: honest}");
    expect(await share(0.55)).toBeGreaterThan(0.99);
    // Together with either honest validator it is a majority, so the kinder of the two judgements counts: a few points.
    expect(await share(0.45)).toBeLessThan(honest + 0.06);
    expect(honest).toBeLessThan(0.1);
  });
});

describe("a bribed validator", () => {
  const bribed = "{kind: bribed, briber: lazy, bribe: 7 USD/day, share: 0.8}";
  const play = (stake: number, behaviour: string) => playSmall(...calm, ...follower(stake, behaviour));

  it("moves weight to its briber only with enough stake", async () => {
    const honest = shareOf(await play(0.55, "{kind: honest}"), "lazy");
    expect(shareOf(await play(0.55, bribed), "lazy")).toBeGreaterThan(honest + 0.5);
    expect(shareOf(await play(0.45, bribed), "lazy")).toBeLessThan(honest + 0.06);
  });

  it("is paid by the briber's miners in equal parts, in a ledger that closes", async () => {
    const rows = await play(0.45, bribed);
    const [paid, received] = [rowsOf(rows, "operators", "lazy"), rowsOf(rows, "validators", "follower")];
    expect(paid.length).toBe(3 * 26);
    for (const row of paid) expect(row["bribeUsd"]).toBeCloseTo(49 / 3, 12);
    for (const row of received) expect(row["bribeUsd"]).toBe(49);
    const flows = rows["flows"]!.filter((row) => row["arm"] === "cut" && row["why"] === "bribes");
    expect(flows.map(({ from, to, amount }) => [from, to, amount])).toEqual(
      Array.from({ length: 26 }, () => ["operators", "validators", 49]),
    );
    expect(sumOf(rowsOf(rows, "operators", "a100"), "bribeUsd")).toBe(0);
    expect(received.every((row) => Number(row["audits"]) > 0)).toBe(true);
  });

  it("gets nothing where nobody is there to pay", () => {
    const { rules } = armsOfFile(SMALL).arms[0]!;
    const plan = decide(rules, genesis(rules));
    const bribe = { share: 0.8, usd: 49 };
    const taken = (row: Float64Array) => bribesOf({ ...plan, policies: [[{ audits: true, row, bribe }]] });
    const { paidUsd, receivedUsd } = taken(new Float64Array(plan.hours.length));
    expect([...receivedUsd, ...paidUsd].every((usd) => usd === 0)).toBe(true);
    expect(taken(Float64Array.from(plan.hours, (_, o) => (o < 2 ? 0.5 : 0))).receivedUsd[0]).toBe(49);
  });
});

describe("a lazy validator", () => {
  it.each(["constant", "random"])(
    "with %s weights audits nothing and pays honest work less than audits do",
    async (weights) => {
      const play = (behaviour: string) => playSmall(...calm, ...follower(0.6, behaviour));
      const [lazy, honest] = [await play(`{kind: lazy, weights: ${weights}}`), await play("{kind: honest}")];
      expect(sumOf(rowsOf(lazy, "validators", "follower"), "audits")).toBe(0);
      expect(shareOf(lazy, "lazy")).toBeGreaterThan(shareOf(honest, "lazy") + 0.05);
    },
  );
});

describe("identities of a sybil", () => {
  /** What identities earn together, as a multiple of what one of them earns alone. */
  async function gain(identities: number, scoring: string): Promise<number> {
    const pay = async (count: number) => {
      const rows = await playSmall(
        ...calm,
        `scoring=${scoring}`,
        "participants.lazy.behaviour={kind: sybil}",
        `participants.lazy.count=${count}`,
      );
      return sumOf(rowsOf(rows, "miners", "lazy"), "payTokens");
    };
    return (await pay(identities)) / (await pay(1));
  }

  it("earn more together than one, and less so where pay rises faster than quality", async () => {
    const proportional = await gain(4, "{kind: proportional}");
    const superlinear = await gain(4, "{kind: softmax, temperature: 0.02}");
    expect(proportional).toBeGreaterThan(2);
    expect(superlinear).toBeLessThan(proportional / 2);
  });

  it("serve one model, which one of them trains", async () => {
    const rows = await playSmall(...calm, "duration=3 weeks", "participants.lazy.behaviour={kind: sybil}");
    for (const row of rowsOf(rows, "miners", "lazy")) {
      expect(row["serves"]).toBe("lazy/0");
      expect(Number(row["planned"]) > 0).toBe(row["id"] === "lazy/0");
      expect(row["cheating"]).toBe(row["id"] === "lazy/0" ? 0 : 1);
    }
  });
});

describe("adaptive miners", () => {
  /** Share of the last ten weeks in which they cheat, and of the first two. */
  async function cheating(verification: string, behaviour: string): Promise<{ first: number; last: number }> {
    const rows = await playSmall(
      ...calm,
      `verification=${verification}`,
      "price={kind: fixed, usdPerToken: 1}",
      `participants.rtx4090.behaviour={kind: adaptive, form: int4, effort: 0, ${behaviour}}`,
    );
    const of = (holds: (epoch: number) => boolean) => {
      const some = rowsOf(rows, "miners", "rtx4090").filter((row) => holds(Number(row["epoch"])));
      return sumOf(some, "cheating") / some.length;
    };
    return { first: of((epoch) => epoch === 1 || epoch === 2), last: of((epoch) => epoch >= 16) };
  }
  const lot = (p: number) => `{kind: sampled, every: 7 days, p: ${p}, bond: 100 USD}`;

  it("cheat while audits are rare, even if they feared them at first", async () => {
    expect(await cheating(lot(0.02), "audits: 0")).toEqual({ first: 1, last: 1 });
    expect(await cheating(lot(0.02), "audits: 1")).toEqual({ first: 0, last: 1 });
  });

  it("stop when audits are frequent, even if they expected none at first", async () => {
    const unafraid = await cheating(lot(0.9), "audits: 0");
    expect(unafraid.first).toBeGreaterThan(0);
    expect(unafraid.last).toBe(0);
    expect(await cheating(lot(0.9), "audits: 1")).toEqual({ first: 0, last: 0 });
  });

  it("go on where frequent audits find nothing", async () => {
    expect(await cheating("{kind: rerun, every: 7 days}", "audits: 0")).toEqual({ first: 1, last: 1 });
  });
});

describe("what miners train on", () => {
  const lessonsWith = (...overrides: string[]) => {
    const { rules } = armsOfFile(SMALL, overrides).arms[0]!;
    const plan = decide(rules, genesis(rules));
    return { plan, groups: rules.roster.operators.groups };
  };

  test.each([
    ["overfitter", "public"],
    ["poisoner", "flipped"],
  ])("is said in the plan where a miner departs from its shard: %s", (kind, lesson) => {
    const { plan, groups } = lessonsWith(`participants.a100.behaviour={kind: ${kind}}`);
    const serves = (o: number) => plan.work.serving[o] === 1;
    expect(plan.work.lessons).toEqual(groups.map((group, o) => (group === "a100" && serves(o) ? lesson : "own")));
    expect([...plan.cheating].map((cheats, o) => cheats === 1 && groups[o] === "a100")).toEqual(
      groups.map((group, o) => group === "a100" && serves(o)),
    );
  });

  it("is left out where all are on their own", () => {
    expect("lessons" in lessonsWith().plan.work).toBe(false);
  });

  it("is nothing for a free rider, which pays no training", () => {
    const { plan, groups } = lessonsWith("participants.a100.behaviour={kind: freeRider}");
    const { plan: honest } = lessonsWith();
    const o = groups.indexOf("a100");
    expect([plan.work.steps[o], plan.work.serves[o], plan.cheating[o]]).toEqual([0, o, 1]);
    expect(plan.runningUsd[o]! / honest.runningUsd[o]!).toBeCloseTo(0.7, 12);
    expect(plan.capacity).toEqual(honest.capacity);
  });
});
