/** How often one must audit for honesty to pay, with a subsidy and after it. Source: docs/economy.md, "Trust". */
import { amount, fraction } from "./domain.ts";

/** What one audited period offers to a miner who may cheat. All amounts in one unit, here USD. */
export interface Temptation {
  /** g: honest cost less the cost of cheating */
  readonly savedUsd: number;
  /** R: reward of the period, lost by whom an audit flags */
  readonly rewardUsd: number;
  /** S: stake that can be taken, at most the bond */
  readonly stakeUsd: number;
  /** d: chance that an audit flags a cheat */
  readonly detection: number;
  /** f: chance that an audit flags honest work */
  readonly falsePositive: number;
}

/**
 * What a cheat earns over an honest miner in a period, in expectation.   g - p (d - f) (R + S)
 *
 * Whoever is flagged loses R and S, so honest work loses p f (R + S) and cheating p d (R + S).
 * @param auditRate p: chance that the period is audited
 * @throws RangeError for amounts below 0 and chances outside 0..1
 */
export function gainFromCheating(temptation: Temptation, auditRate: number): number {
  const { savedUsd, rewardUsd, stakeUsd, detection, falsePositive } = checked("gainFromCheating", temptation);
  fraction("gainFromCheating", "auditRate", auditRate);
  return savedUsd - auditRate * (detection - falsePositive) * (rewardUsd + stakeUsd);
}

/**
 * Least audit rate at which cheating does not pay.   p* = g / ((d - f) (R + S))
 *
 * @returns fraction of periods; 0 where nothing is saved; undefined where no rate deters: d <= f, nothing to lose, or p* > 1
 * @throws RangeError for amounts below 0 and chances outside 0..1
 */
export function deterrentAuditRate(temptation: Temptation): number | undefined {
  const { savedUsd, rewardUsd, stakeUsd, detection, falsePositive } = checked("deterrentAuditRate", temptation);
  if (savedUsd === 0) return 0;
  if (detection <= falsePositive) return undefined;
  const rate = savedUsd / ((detection - falsePositive) * (rewardUsd + stakeUsd));
  return rate <= 1 ? rate : undefined;
}

/** A period whose reward is a fee of customers and a subsidy in tokens, with a bond in USD. */
export interface Subsidised {
  readonly savedUsd: number;
  readonly detection: number;
  readonly falsePositive: number;
  readonly bondUsd: number;
  readonly feeUsd: number;
  readonly subsidyTokens: number;
  readonly tokenPriceUsd: number;
}

/** Audit rates that deter, undefined where none does; `factor` is how many times as often one must audit without the subsidy. */
export interface DeterrenceAfterCut {
  readonly before: number | undefined;
  readonly after: number | undefined;
  /** Infinity where only the subsidy was at stake; NaN where nothing was */
  readonly factor: number;
}

/**
 * Deterrence with the subsidy and without: the subsidy is also a stake that honesty protects.
 *
 *   R = fee + price x subsidy before, fee after;   S = bond;   factor = (fee + price x subsidy + bond) / (fee + bond)
 *
 * @throws RangeError for amounts below 0 and chances outside 0..1
 * Closed form `deterrence-after-cut`.
 */
export function deterrenceAfterCut(period: Subsidised): DeterrenceAfterCut {
  const { feeUsd, subsidyTokens, tokenPriceUsd, bondUsd, ...rest } = period;
  for (const [name, value] of Object.entries({ feeUsd, subsidyTokens, tokenPriceUsd, bondUsd }))
    amount("deterrenceAfterCut", name, value);
  const subsidyUsd = tokenPriceUsd * subsidyTokens;
  const rateFor = (rewardUsd: number) => deterrentAuditRate({ ...rest, rewardUsd, stakeUsd: bondUsd });
  return {
    before: rateFor(feeUsd + subsidyUsd),
    after: rateFor(feeUsd),
    factor: (feeUsd + subsidyUsd + bondUsd) / (feeUsd + bondUsd),
  };
}

function checked(where: string, temptation: Temptation): Temptation {
  const { savedUsd, rewardUsd, stakeUsd, detection, falsePositive } = temptation;
  for (const [name, value] of Object.entries({ savedUsd, rewardUsd, stakeUsd })) amount(where, name, value);
  for (const [name, value] of Object.entries({ detection, falsePositive })) fraction(where, name, value);
  return temptation;
}
