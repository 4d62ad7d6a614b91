/** The sign of what the gallery and docs/trust.md say of the scenarios on trust, in short runs of the same files. */
import { describe, expect, it, test } from "vitest";
import { catalog } from "../../cli/catalog.ts";
import type { Row } from "../../sim/record.ts";
import { column, total } from "../support/play.ts";
import { meanOf, numbersOf, ofGroup, playFirst, totalOf } from "../support/trust.ts";

type Rows = Record<string, Row[]>;

/** Plays a scenario as written, without the twin that keeps the subsidy. */
const play = (name: string, ...overrides: string[]): Promise<Rows> =>
  playFirst(`scenarios/${name}.yaml`, overrides, catalog, { backend: "wasm" });

const YEAR = ["duration=52 weeks", "taper={kind: never}"];
const HALF = ["duration=26 weeks", "taper={kind: never}"];

const from = (rows: readonly Row[], epoch: number): Row[] => rows.filter((row) => Number(row["epoch"]) >= epoch);
/** Share of miners' pay that a group gets. */
const payShare = (rows: Rows, group: string): number =>
  totalOf(ofGroup(rows["miners"]!, group), "payTokens") / totalOf(rows["miners"]!, "payTokens");
/** Share of a group's audits that it failed. */
function found(rows: Rows, group: string): number {
  const audits = rows["audits"]!.filter((row) => String(row["miner"]).startsWith(`${group}/`));
  expect(audits.length).toBeGreaterThan(8);
  return totalOf(audits, "failed") / audits.length;
}

describe("weight-copying.yaml", () => {
  /** Tokens per staked token of copiers over those of honest validators, in the last quarter of a year. */
  async function advantage(...overrides: string[]): Promise<number> {
    const rows = from((await play("weight-copying", ...YEAR, ...overrides))["validators"]!, 39);
    const perStake = (group: string) =>
      totalOf(ofGroup(rows, group), "payTokens") / totalOf(ofGroup(rows, group), "stake");
    return perStake("weight-copier") / perStake("validator");
  }

  it("copies for more than it costs while weights are open, for less and less the later they are shown", async () => {
    const [open, late, later] = [
      await advantage(),
      await advantage("commitReveal=3"),
      await advantage("commitReveal=6"),
    ];
    expect(open).toBeGreaterThan(1.02);
    expect(late).toBeLessThan(open);
    expect(later).toBeLessThan(1);
  });

  it("earns no more than who audits where nothing moves", async () => {
    expect(await advantage("task.drift=0", "task.noise=0")).toBeLessThan(1.005);
  });
});

test("cabal.yaml: a cabal is next to nothing below kappa and everything above it", async () => {
  const below = await play("cabal", ...YEAR);
  const above = await play("cabal", ...YEAR, "participants.cabal.stake=39000");
  const lastQuarter = (rows: Rows): Rows => ({ miners: from(rows["miners"]!, 39) });
  expect(payShare(lastQuarter(below), "lazy")).toBeLessThan(0.1);
  expect(payShare(lastQuarter(above), "lazy")).toBeGreaterThan(0.99);
  const served = (rows: Rows) => column(rows, "cut", "serviceValueUsd").at(-1)!;
  expect(served(above)).toBeLessThan(0.5 * served(below));
});

describe("optimistic-window.yaml", () => {
  /** Share of epochs in which adaptive miners cheat, in the last quarter with the subsidy and a year after it. */
  async function cheating(...overrides: string[]): Promise<{ before: number; after: number }> {
    const rows = ofGroup((await play("optimistic-window", "duration=2 years", ...overrides))["miners"]!, "adaptive");
    const share = (some: readonly Row[]) => meanOf(numbersOf(some, "cheating"));
    return { before: share(from(rows, 39).filter((row) => Number(row["epoch"]) < 52)), after: share(from(rows, 91)) };
  }

  it("deters until the subsidy ends and no longer, though audits go on", async () => {
    const { before, after } = await cheating();
    expect(before).toBe(0);
    expect(after).toBeGreaterThan(0.8);
  });

  it("deters to the end with a bond ten times as high", async () => {
    expect(await cheating("verification.bond=200 USD")).toEqual({ before: 0, after: 0 });
  });

  it("serves customers who cannot wait only where the window is short", async () => {
    const served = async (...overrides: string[]) =>
      total(column(await play("optimistic-window", "duration=13 weeks", ...overrides), "cut", "served"));
    const [short, days] = [await served("verification.window=1 minute"), await served()];
    expect(short).toBeGreaterThan(1.15 * days);
    expect(await served("verification.window=6.4 days")).toBeLessThan(0.7 * days);
  });
});

test("sybil-payouts.yaml: eight identities earn like many under proportional pay, and like few where the best get most", async () => {
  const gain = async (...scoring: string[]) => {
    const share = async (count: number) =>
      payShare(
        await play(
          "sybil-payouts",
          "duration=39 weeks",
          "taper={kind: never}",
          ...scoring,
          `participants.sybil.count=${count}`,
        ),
        "sybil",
      );
    return (await share(8)) / (await share(1));
  };
  expect(await gain()).toBeGreaterThan(5);
  expect(await gain("scoring={kind: softmax, temperature: 0.02}")).toBeLessThan(2.5);
});

describe("plagiarism.yaml", () => {
  it("votes let relays pass, and who copies a model is found more often", async () => {
    const rows = await play("plagiarism", ...YEAR);
    expect(found(rows, "relay")).toBeLessThan(0.1);
    expect(found(rows, "copier")).toBeGreaterThan(found(rows, "relay"));
    expect(payShare(rows, "relay")).toBeGreaterThan(0.1);
  });

  it("audits that run the model drive relays out, and no copier", async () => {
    const rows = await play(
      "plagiarism",
      ...YEAR,
      "verification={kind: sampled, p: 0.5, every: 7 days, bond: 100 USD}",
    );
    expect(found(rows, "relay")).toBeGreaterThan(0.5);
    expect(found(rows, "copier")).toBe(0);
    expect(totalOf(from(ofGroup(rows["miners"]!, "relay"), 39), "payTokens")).toBe(0);
  });
});

describe("verification-price-list.yaml", () => {
  const priced = (verification: string) => play("verification-price-list", ...HALF, `verification={${verification}}`);
  const weekly = "every: 7 days, usdPerAudit: 1 USD, bond: 50 USD, slash: 0.5";

  it.each([
    ["sampled", `kind: sampled, p: 0.6, ${weekly}`],
    ["optimistic", `kind: optimistic, window: 2 days, checkRate: 0.1, ${weekly}`],
    ["committee", `kind: committee, p: 0.2, ${weekly}`],
    ["zk", "kind: zk"],
    ["tee", "kind: tee"],
  ])("%s finds every student that it looks at, and nobody honest", async (_, verification) => {
    const rows = await priced(verification);
    expect(found(rows, "student")).toBe(1);
    expect(found(rows, "honest")).toBe(0);
  });

  it("rerun finds no student by quality alone, and votes few", async () => {
    expect(found(await priced("kind: rerun, every: 70 days, usdPerAudit: 1 USD"), "student")).toBe(0);
    const votes = found(await priced(`kind: redundant, replicas: 6, allowed: 0.2, ${weekly}`), "student");
    expect(votes).toBeGreaterThan(0);
    expect(votes).toBeLessThan(0.5);
  });

  it("proofs and windows cost service; checks of quality cost next to none once miners are known", async () => {
    const lastQuarter = async (verification: string) => {
      const rows = await play("verification-price-list", ...YEAR, `verification={${verification}}`);
      return total(column(rows, "cut", "serviceValueUsd").slice(39));
    };
    const plain = await lastQuarter("kind: none");
    expect(await lastQuarter("kind: zk")).toBeLessThan(0.01 * plain);
    expect(await lastQuarter(`kind: optimistic, window: 2 days, checkRate: 0.1, ${weekly}`)).toBeLessThan(0.6 * plain);
    const [tee, rerun] = [await lastQuarter("kind: tee"), await lastQuarter("kind: rerun, every: 70 days")];
    expect(tee).toBeLessThan(rerun);
    expect(rerun).toBeGreaterThan(0.95 * plain);
  });
});

describe("cheap-substitution.yaml", () => {
  const trained = (...overrides: string[]) =>
    play("cheap-substitution", "duration=12 weeks", "taper={kind: never}", "membership={kind: fixed}", ...overrides);

  it("numbers behind answers tell all three substitutes; answers alone miss 8 bits", async () => {
    const often = "verification.p=1";
    const outputs = await trained(often);
    for (const group of ["int8", "int4", "student"]) expect(found(outputs, group), group).toBe(1);
    expect(found(outputs, "honest")).toBe(0);
    const answers = await trained(often, "verification.check=answers", "verification.allowed=0.03");
    expect(found(answers, "int8")).toBeLessThan(0.2);
    expect(found(answers, "student")).toBeGreaterThan(0.8);
    // What it is paid while nobody has looked at it yet is all that is left.
    expect(payShare(outputs, "int8")).toBeLessThan(0.3 * payShare(answers, "int8"));
  });
});
