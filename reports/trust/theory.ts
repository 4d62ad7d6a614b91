import { caughtOver } from "../../sim/theory/detection.ts";
import { deterrentAuditRate } from "../../sim/theory/deterrence.ts";
import { shareOf, type Share } from "./interval.ts";
import { twinKey, type MinerEpoch } from "./minerEpochs.ts";

/** What the closed forms say of one behaviour with the rates and amounts of this run, beside what happened. */
export interface TheoryBeside {
  readonly behaviour: string;
  /** p: share of its epochs with an audit */
  readonly auditRate: Share;
  /** d: share of its audited epochs in which it was found out */
  readonly detection: Share;
  /** f: share of honest miners' audited epochs with an accusation */
  readonly falsePositive: Share;
  /** p*: least audit rate that deters; null where none does, or it cannot be told */
  readonly deterrentRate: number | null;
  /** g, R and S of p* = g / ((d - f)(R + S)), USD an epoch; null where no honest twin served */
  readonly savedUsd: number | null;
  readonly rewardUsd: number | null;
  readonly bondUsd: number | null;
  /** cheaters found out at least once, and 1 - (1 - p d)^n over their n epochs */
  readonly caught: Share;
  readonly caughtExpected: number | null;
}

/**
 * Theory beside simulation. The period of p* is an epoch: g is what a cheater's hardware cost less than its honest twin's, R the
 * twin's income, S the bond it held.
 *
 * @param all serving miners of an arm in a window
 * Source: docs/economy.md, "Trust".
 */
export function theoryBeside(all: readonly MinerEpoch[], epochDays: number): readonly TheoryBeside[] {
  const honest = all.filter(({ cheating }) => !cheating);
  const falsePositive = foundOut(honest);
  const behaviours = [...new Set(all.filter(({ cheating }) => cheating).map(({ behaviour }) => behaviour))].sort();
  return behaviours.map((behaviour) => {
    const own = all.filter((one) => one.cheating && one.behaviour === behaviour);
    const auditRate = shareOf(own.filter(({ audits }) => audits > 0).length, own.length);
    const detection = foundOut(own);
    const money = amountsOf(own, honest, epochDays);
    return {
      behaviour,
      auditRate,
      detection,
      falsePositive,
      deterrentRate: rateOf(money, detection.value, falsePositive.value ?? 0),
      ...money,
      ...caughtOf(own, auditRate.value, detection.value),
    };
  });
}

/** Audited epochs in which an audit failed. */
function foundOut(some: readonly MinerEpoch[]): Share {
  const audited = some.filter(({ audits }) => audits > 0);
  return shareOf(audited.filter(({ failed }) => failed > 0).length, audited.length);
}

type Amounts = Pick<TheoryBeside, "savedUsd" | "rewardUsd" | "bondUsd">;

function amountsOf(own: readonly MinerEpoch[], honest: readonly MinerEpoch[], epochDays: number): Amounts {
  const keys = new Set(honest.map(twinKey));
  const matched = own.filter((one) => keys.has(twinKey(one)));
  const wanted = new Set(matched.map(twinKey));
  const twins = honest.filter((one) => wanted.has(twinKey(one)));
  if (twins.length === 0) return { savedUsd: null, rewardUsd: null, bondUsd: null };
  const mean = (some: readonly MinerEpoch[], of: (one: MinerEpoch) => number) =>
    some.reduce((sum, one) => sum + of(one), 0) / some.length;
  const running = (one: MinerEpoch) => one.runningUsdPerDay;
  return {
    savedUsd: (mean(twins, running) - mean(matched, running)) * epochDays,
    rewardUsd: mean(twins, (one) => one.incomeUsdPerDay) * epochDays,
    bondUsd: mean(own, (one) => one.bondUsd),
  };
}

function rateOf(
  { savedUsd, rewardUsd, bondUsd }: Amounts,
  detection: number | null,
  falsePositive: number,
): number | null {
  if (savedUsd === null || rewardUsd === null || bondUsd === null || detection === null || rewardUsd < 0) return null;
  const temptation = { savedUsd: Math.max(0, savedUsd), rewardUsd, stakeUsd: bondUsd, detection, falsePositive };
  return deterrentAuditRate(temptation) ?? null;
}

/** Cheaters found out at least once, and how many the closed form expects. */
function caughtOf(
  own: readonly MinerEpoch[],
  auditRate: number | null,
  detection: number | null,
): Pick<TheoryBeside, "caught" | "caughtExpected"> {
  const epochs = new Map<string, { epochs: number; caught: boolean }>();
  for (const { id, failed } of own) {
    const before = epochs.get(id) ?? { epochs: 0, caught: false };
    epochs.set(id, { epochs: before.epochs + 1, caught: before.caught || failed > 0 });
  }
  const miners = [...epochs.values()];
  const caught = shareOf(miners.filter((one) => one.caught).length, miners.length);
  if (auditRate === null || detection === null || miners.length === 0) return { caught, caughtExpected: null };
  const expected = miners.reduce((sum, one) => sum + caughtOver(one.epochs, 1, auditRate, detection), 0);
  return { caught, caughtExpected: expected / miners.length };
}
