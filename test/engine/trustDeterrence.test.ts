/** The audit rate that deters, in the engine and in closed form: fixed seeds, 99% intervals. */
import { describe, expect, it } from "vitest";
import type { Row } from "../../sim/record.ts";
import { deterrentAuditRate, gainFromCheating, type Temptation } from "../../sim/theory/deterrence.ts";
import { cheating, errorOf, HONEST, meanOf, ofGroup, playTrust, totalOf, verifying } from "../support/trust.ts";

describe("the audit rate from which on cheating does not pay", () => {
  /** Two-sided 99% point of Student's t with 15 degrees of freedom: R, qt(0.995, 15). */
  const T_99 = 2.9467;
  const SEEDS = Array.from({ length: 16 }, (_, k) => k + 1);
  const WEEKS = 10;

  const netUsd = (rows: Record<string, Row[]>, group: string): number => {
    const [miners, operators] = [ofGroup(rows["miners"]!, group), ofGroup(rows["operators"]!, group)];
    expect(miners.length).toBe(HONEST * WEEKS);
    const lost = totalOf(miners, "slashedUsd") + totalOf(miners, "verificationUsd");
    return (totalOf(miners, "payTokens") - totalOf(operators, "runningCostUsd") - lost) / miners.length;
  };

  /** What cheats earn over their honest twins in a week at a price of 1 USD, by seed. */
  async function gains(auditRate: number, { rule, overrides }: Setting): Promise<number[]> {
    const all: number[] = [];
    for (const seed of SEEDS) {
      const rows = await playTrust(`seed=${seed}`, `duration=${WEEKS} weeks`, verifying(rule(auditRate)), ...overrides);
      all.push(netUsd(rows, "cheat") - netUsd(rows, "honest"));
    }
    return all;
  }

  interface Setting {
    readonly rule: (auditRate: number) => string;
    readonly overrides: readonly string[];
    readonly rewardUsd: number;
    readonly stakeUsd: number;
    readonly detection: number;
    readonly falsePositive: number;
  }

  /** A miner that is found good is paid so much a week and no more, who fails nothing: R. What is left is burned. */
  const paid = (usdPerWeek: number): string[] => [
    "emission={kind: constant, tokensPerBlock: 0.2 tokens/block}",
    `scoring={kind: auctionBurn, mostPerMiner: ${usdPerWeek / 7} tokens/day}`,
  ];
  const answers = ["task.auditSize=1", "task.int4Apart=[3.2, 0.6, 0.003]"];

  const settings: [string, Setting][] = [
    [
      "a bond alone",
      {
        rule: (p) => `kind: sampled, p: ${p}, bond: 40 USD`,
        overrides: [cheating("form: int8")],
        rewardUsd: 0,
        stakeUsd: 40,
        detection: 1,
        falsePositive: 0,
      },
    ],
    [
      "a bond, audits that miss and hardware that fails",
      {
        rule: (p) => `kind: sampled, p: ${p}, check: answers, bond: 60 USD, falsePositive: 0.05`,
        overrides: [cheating("form: int4"), ...answers],
        rewardUsd: 0,
        stakeUsd: 60,
        detection: 0.6 + 0.4 * 0.05,
        falsePositive: 0.05,
      },
    ],
    [
      "pay and a bond",
      {
        rule: (p) => `kind: optimistic, checkRate: ${p}, bond: 20 USD`,
        overrides: [cheating("form: int8"), ...paid(15)],
        rewardUsd: 15,
        stakeUsd: 20,
        detection: 1,
        falsePositive: 0,
      },
    ],
    [
      "pay alone",
      {
        rule: (p) => `kind: optimistic, checkRate: ${p}, bond: 0.01 USD, gain: 0.01 USD, slash: 0`,
        overrides: [cheating("form: int8"), ...paid(24)],
        rewardUsd: 24,
        stakeUsd: 0,
        detection: 1,
        falsePositive: 0,
      },
    ],
    [
      "pay, half a bond, audits that miss and hardware that fails",
      {
        rule: (p) => `kind: optimistic, check: answers, checkRate: ${p}, bond: 50 USD, slash: 0.5, falsePositive: 0.08`,
        overrides: [cheating("form: int4"), ...answers, ...paid(20)],
        rewardUsd: 20,
        stakeUsd: 25,
        detection: 0.6 + 0.4 * 0.08,
        falsePositive: 0.08,
      },
    ],
    [
      "a committee and a bond, half of the answers cheated",
      {
        rule: (p) => `kind: committee, members: 3, p: ${p}, bond: 30 USD`,
        overrides: [cheating("form: int8, share: 0.5"), "participants.validator.count=3"],
        rewardUsd: 0,
        stakeUsd: 30,
        detection: 1,
        falsePositive: 0,
      },
    ],
  ];

  it.each(settings)("is p* = g / ((d - f)(R + S)) with %s", async (_, setting) => {
    const savedUsd = await saved(setting);
    const temptation: Temptation = { savedUsd, ...setting };
    const deterrent = deterrentAuditRate(temptation)!;
    expect(deterrent).toBeGreaterThan(0.05);
    const [low, high] = [0.7 * deterrent, 1.3 * deterrent];
    const [under, over] = [await gains(low, setting), await gains(high, setting)];
    for (const [rate, found] of [
      [low, under],
      [high, over],
    ] as const)
      expect(Math.abs(meanOf(found) - gainFromCheating(temptation, rate))).toBeLessThan(T_99 * errorOf(found));
    expect(meanOf(under)).toBeGreaterThan(T_99 * errorOf(under));
    expect(meanOf(over)).toBeLessThan(-T_99 * errorOf(over));
    // The gain is linear in p, so that each seed's own threshold lies on the line through both.
    const crossings = under.map((gain, k) => low + ((high - low) * gain) / (gain - over[k]!));
    expect(Math.abs(meanOf(crossings) - deterrent)).toBeLessThan(T_99 * errorOf(crossings));
    expect(errorOf(crossings)).toBeLessThan(0.05 * deterrent);
  });

  it("is lower where who failed stays unpaid until audited anew: by lot, pay deters at half of p*", async () => {
    const [, claims] = settings.find(([name]) => name === "pay and a bond")!;
    const rate = 0.5 * deterrentAuditRate({ savedUsd: await saved(claims), ...claims })!;
    const byLot = { ...claims, rule: (p: number) => `kind: sampled, p: ${p}, bond: 20 USD` };
    const [once, lasting] = [await gains(rate, claims), await gains(rate, byLot)];
    expect(meanOf(once)).toBeGreaterThan(T_99 * errorOf(once));
    expect(meanOf(lasting)).toBeLessThan(-T_99 * errorOf(lasting));
  });

  /** g, which does not depend on audits. */
  async function saved({ overrides }: Setting): Promise<number> {
    const { operators } = await playTrust("duration=1 week", verifying("kind: sampled, p: 0.5"), ...overrides);
    const cost = (group: string) => totalOf(ofGroup(operators!, group), "runningCostUsd") / HONEST;
    return cost("honest") - cost("cheat");
  }
});
