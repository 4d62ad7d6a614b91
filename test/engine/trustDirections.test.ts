/** What trust does to the economy, each direction with the control in which it must not show. */
import { describe, expect, it } from "vitest";
import type { Row } from "../../sim/record.ts";
import { deterrentAuditRate } from "../../sim/theory/deterrence.ts";
import { auditsPerMiner, validatorsWhoBreakEven } from "../../sim/theory/validatorExit.ts";
import { column, last } from "../support/play.ts";
import { errorOf, meanOf, numbersOf, ofGroup, playTrust, totalOf } from "../support/trust.ts";

const few = ["participants.honest.count=10", "participants.cheat.count=10"];
/** Share of a group's audited weeks in which it failed. */
async function foundOut(group: string, verification: string, behaviour: string): Promise<number> {
  const rows = await playTrust(
    ...few,
    `verification={every: 7 days, ${verification}}`,
    `participants.cheat.behaviour=${behaviour}`,
  );
  const audited = rows["audits"]!.filter((row) => String(row["miner"]).startsWith(`${group}/`));
  expect(audited.length).toBeGreaterThan(50);
  return totalOf(audited, "failed") / audited.length;
}

describe("a model in 8 bits", () => {
  const int8 = "{kind: substitutor, form: int8}";

  it("is found by outputs and missed by answers alone, with the few of these that it changes allowed", async () => {
    expect(await foundOut("cheat", "kind: sampled, p: 1", int8)).toBe(1);
    expect(await foundOut("cheat", "kind: sampled, p: 1, check: answers, allowed: 0.05", int8)).toBe(0);
    expect(await foundOut("honest", "kind: sampled, p: 1", int8)).toBe(0);
  });
});

describe("votes of miners", () => {
  const votes = "kind: redundant, replicas: 10, allowed: 0.3";

  it("find a substitutor, and miss who passes on the answers of another", async () => {
    expect(await foundOut("cheat", votes, "{kind: substitutor, form: int3}")).toBeGreaterThan(0.99);
    const relayed = "{kind: substitutor, form: answers}";
    expect(await foundOut("cheat", votes, relayed)).toBe(0);
    expect(await foundOut("cheat", "kind: sampled, p: 1", relayed)).toBeGreaterThan(0.8);
  });
});

describe("watchers of claims", () => {
  /** Watchers and checks of the last week of a year, with audits that cost 0.5 USD and nobody but what they find to pay them. */
  async function after(behaviour: string, faults: string) {
    const rows = await playTrust(
      ...few,
      "duration=52 weeks",
      "participants.validator={id: validator, role: validator, count: 3, stake: 1000, patience: 8 weeks}",
      `participants.cheat.behaviour=${behaviour}`,
      `verification={kind: optimistic, every: 7 days, checkRate: 0.5, usdPerAudit: 0.5 USD, bond: 20 USD, ${faults}}`,
    );
    expect(column(rows, "cut", "audits")[0]).toBeGreaterThan(0);
    return [last(column(rows, "cut", "working")), Math.sign(last(column(rows, "cut", "checks")))];
  }
  const honest = "{kind: honest}";

  it("go where nobody cheats, and checking dies with them", async () => {
    expect(await after(honest, "faultRate: 0")).toEqual([0, 0]);
  });

  it("stay for planted faults that pay for checks, and go where these pay less than checks cost", async () => {
    expect(await after(honest, "faultRate: 0.1, jackpot: 20 USD")).toEqual([3, 1]);
    expect(await after(honest, "faultRate: 0.1, jackpot: 1 USD")).toEqual([0, 0]);
  });

  it("stay where miners cheat", async () => {
    expect(await after("{kind: substitutor, form: int8}", "faultRate: 0")).toEqual([3, 1]);
  });
});

describe("a copier of weights", () => {
  const SEEDS = [1, 2, 3, 4, 5];

  /** Dividends per stake over those of honest validators, less 1, by seed; once all rows that count have been revealed. */
  async function advantage(epochsLate: number, task: string): Promise<number[]> {
    const ratios: number[] = [];
    for (const seed of SEEDS) {
      const rows = await playTrust(
        `seed=${seed}`,
        "duration=52 weeks",
        "emission={kind: constant, tokensPerBlock: 0.02 tokens/block}",
        "consensus.bondAlpha=1",
        `commitReveal=${epochsLate}`,
        "verification={kind: rerun}",
        `task={kind: curve, noise: 0.05, ${task}}`,
        "participants=[{id: honest, role: miner, count: 10, hardware: a100-colo}, " +
          "{id: idle, role: miner, count: 10, hardware: a100-colo, behaviour: {kind: freeRider}}, " +
          "{id: validator, role: validator, count: 2, stake: 1000, patience: 520 weeks}, " +
          "{id: follower, role: validator, count: 1, stake: 900, patience: 520 weeks, behaviour: {kind: weightCopier}}]",
      );
      const later = rows["validators"]!.filter((row) => Number(row["epoch"]) >= 15);
      const perStake = (group: string, stake: number) => totalOf(ofGroup(later, group), "dividend") / stake;
      ratios.push(perStake("follower", 900) / perStake("validator", 2000) - 1);
    }
    return ratios;
  }
  /** Means in standard errors. */
  const inErrors = (values: readonly number[]): number => meanOf(values) / errorOf(values);
  // Who trains climbs from 0.5 and who does not falls, all through the year; or both stay at 0.95.
  const moving = "opening: 0.5, catchUp: 0.01 /day, drift: 0.005";
  const still = "opening: 0.95, drift: 0";

  it("earns more than honest validators while weights are open, and less where they come late and miners move", async () => {
    expect(inErrors(await advantage(0, moving))).toBeGreaterThan(3);
    expect(inErrors(await advantage(6, moving))).toBeLessThan(-3);
  });

  it("earns more, however late weights come, where miners stay as they are", async () => {
    expect(inErrors(await advantage(0, still))).toBeGreaterThan(3);
    expect(inErrors(await advantage(6, still))).toBeGreaterThan(3);
  });
});

describe("after the cut", () => {
  const CUT = 26;
  const MINERS = 40;
  const REPLICAS = 4;
  const BOND = 20;
  const FEES = { requestsPerDay: 3000, usdPerRequest: 0.006, validatorShare: 0.1 };
  const revenueUsd = 7 * FEES.requestsPerDay * FEES.usdPerRequest;
  const costUsd = (usdPerAudit: number) => REPLICAS * usdPerAudit;

  /** Ten validators; miners who cheat where that pays, and twins who do not. Pay per miner is alike, whoever they are. */
  const play = (usdPerAudit: number) =>
    playTrust(
      "duration=104 weeks",
      "emission={kind: constant, tokensPerBlock: 0.004 tokens/block}",
      `taper={kind: step, at: ${CUT} weeks}`,
      `demand={kind: constant, requests: ${FEES.requestsPerDay} requests/day, worth: {best: 0.015 USD/request, useless: 0.2}}`,
      `market={kind: posted, usdPerRequest: ${FEES.usdPerRequest} USD/request}`,
      `settlement={kind: direct, validatorShare: ${FEES.validatorShare}}`,
      // All known miners get the same weight, so that validators earn alike.
      "scoring={kind: softmax, temperature: 1000000}",
      `verification={kind: redundant, replicas: ${REPLICAS}, every: 7 days, allowed: 0.3, bond: ${BOND} USD, usdPerAudit: ${usdPerAudit} USD}`,
      "participants=[{id: honest, role: miner, count: 20, hardware: a100-colo, trainShare: 0.3}, " +
        "{id: adaptive, role: miner, count: 20, hardware: a100-colo, trainShare: 0.3, " +
        "behaviour: {kind: adaptive, form: int3, memory: 84 days}}, " +
        "{id: validator, role: validator, count: 10, stake: 1000, patience: 4 weeks}]",
    );

  /** How many validators the closed form leaves, before the cut or after it. */
  const carried = (usdPerAudit: number, mintedForValidators: number) =>
    Math.min(
      10,
      validatorsWhoBreakEven({
        tokenPriceUsd: 1,
        validatorEmissionTokens: mintedForValidators,
        feeShareToValidators: FEES.validatorShare,
        revenueUsd,
        costUsdPerValidator: costUsd(usdPerAudit),
      }),
    );
  /** Chance that a miner is asked by at least one of so many validators in a week. */
  const asked = (validators: number) => 1 - (1 - REPLICAS / MINERS) ** validators;
  const shareCheating = (rows: Record<string, Row[]>, weeks: (epoch: number) => boolean) =>
    meanOf(
      numbersOf(
        ofGroup(rows["miners"]!, "adaptive").filter((row) => weeks(Number(row["epoch"]))),
        "cheating",
      ),
    );
  const before = (epoch: number) => epoch < CUT;
  const late = (epoch: number) => epoch >= 78;

  it("validators leave until fees cover audits, audits fall below what deters, and who was deterred cheats", async () => {
    const dear = 1.25;
    const rows = await play(dear);
    const [working, audits] = [column(rows, "cut", "working"), column(rows, "cut", "audits")];
    const minted = column(rows, "cut", "minted")[0]!;
    column(rows, "cut", "revenueUsd").forEach((usd) => expect(usd).toBeCloseTo(revenueUsd, 9));
    // 1. As many as the closed form says work while they are paid, and after they were not for their patience.
    const [many, left] = [carried(dear, minted / 2), carried(dear, 0)];
    expect([many, left]).toEqual([10, 2]);
    expect(new Set(working.slice(0, CUT))).toEqual(new Set([many]));
    expect(new Set(working.slice(CUT + 4))).toEqual(new Set([left]));
    // 2. Audits follow.
    for (const [n, weeks] of [
      [many, audits.slice(0, CUT)],
      [left, audits.slice(CUT + 4)],
    ] as const)
      weeks.forEach((all) => expect(all / MINERS).toBeCloseTo(auditsPerMiner(n, REPLICAS, MINERS), 12));
    // 3. They deterred, by the bond alone, and no longer do.
    const first = rows["operators"]!.filter((row) => row["epoch"] === 0);
    const savedUsd = (totalOf(ofGroup(first, "honest"), "runningCostUsd") / 20) * 0.7 * 0.75;
    const deterrent = deterrentAuditRate({ savedUsd, rewardUsd: 0, stakeUsd: BOND, detection: 1, falsePositive: 0 })!;
    expect(asked(many)).toBeGreaterThan(deterrent);
    expect(asked(left)).toBeLessThan(deterrent);
    // 4. So they cheat.
    expect(shareCheating(rows, before)).toBe(0);
    expect(shareCheating(rows, late)).toBeGreaterThan(0.8);
  });

  it("they stay and deter where fees cover the audits of all", async () => {
    const cheap = 0.3;
    const rows = await play(cheap);
    expect(carried(cheap, 0)).toBe(10);
    expect(new Set(column(rows, "cut", "working"))).toEqual(new Set([10]));
    expect([shareCheating(rows, before), shareCheating(rows, late)]).toEqual([0, 0]);
  });
});
