/**
 * Proof of sampling: one asserter answers; with chance p the answer is challenged, and n validators drawn at random answer
 * too, none seeing the others. Where answers differ the truth is found, and who was wrong loses its reward and its stake.
 * The protocol is that of Zhang and others 2024, "Proof of Sampling", arXiv 2405.00295; the conditions are derived here, from
 * deterrence and committees (docs/economy.md, "Trust").
 */
import { deterrentAuditRate } from "./deterrence.ts";
import { amount, count, fraction } from "./domain.ts";
import { committeeDetection } from "./majority.ts";

/** What honest work is worth to one side: USD per task for the asserter, per challenge for a validator. */
export interface Party {
  /** g: saved by answering without the work */
  readonly savedUsd: number;
  /** R: reward */
  readonly rewardUsd: number;
  /** S: stake that a wrong answer loses */
  readonly stakeUsd: number;
}

export interface Sampling {
  readonly asserter: Party;
  readonly validator: Party;
  /** n: validators who answer a challenge */
  readonly validators: number;
  /** r: fraction of validators who would cover the asserter */
  readonly adversaryShare: number;
  /** f: chance that honest work is found wrong in a challenge */
  readonly falsePositive: number;
  /** chance that an answer without the work is right: 0 for long outputs, the share of the commonest class for labels */
  readonly luckyGuess: number;
}

/**
 * Least chance of a challenge that makes honesty an equilibrium: given that the others are honest but for the share r,
 * neither the asserter nor a validator gains by leaving out the work.
 *
 *   asserter   g <= p ((1 - u)(1 - r^n) - f) (R + S)     ->  p* = g / (((1 - u)(1 - r^n) - f) (R + S))
 *   validator  g_V <= (1 - u - f) (R_V + S_V)             a challenge always compares it, so its audit rate is 1
 *
 * with u the lucky guess. A challenge at p = 1 is the most there is. Not counted: what colluding validators save themselves
 * where the whole committee colludes. All validators giving one agreed wrong answer is the other equilibrium; r stands for it.
 *
 * @returns fraction of tasks; undefined where no rate makes honesty an equilibrium
 * @throws RangeError for amounts below 0, chances outside 0..1 and less than one validator
 */
export function challengeRate(sampling: Sampling): number | undefined {
  const { asserter, validator, falsePositive, luckyGuess } = checked("challengeRate", sampling);
  const found = 1 - luckyGuess;
  if (deterrentAuditRate({ ...validator, detection: found, falsePositive }) === undefined) return undefined;
  const detection = found * committeeDetection(sampling.adversaryShare, sampling.validators);
  return deterrentAuditRate({ ...asserter, detection, falsePositive });
}

/**
 * Largest share of colluding validators at which the asserter stays honest.   r = (1 - (g / (p (R + S)) + f) / (1 - u))^(1/n)
 *
 * @param rate p: chance of a challenge
 * @returns fraction; 1 where there is nothing to save, undefined where it cheats even among honest validators
 * @throws RangeError as `challengeRate`
 */
export function tolerableCollusion(sampling: Omit<Sampling, "adversaryShare">, rate: number): number | undefined {
  const { asserter, validators, falsePositive, luckyGuess } = checked("tolerableCollusion", sampling);
  fraction("tolerableCollusion", "rate", rate);
  if (asserter.savedUsd === 0) return 1;
  const needed = asserter.savedUsd / (rate * (asserter.rewardUsd + asserter.stakeUsd)) + falsePositive;
  return needed <= 1 - luckyGuess ? (1 - needed / (1 - luckyGuess)) ** (1 / validators) : undefined;
}

/**
 * Work added by challenges, in honest answers per task.   p n
 * @throws RangeError for a rate outside 0..1 and less than one validator
 */
export function addedWork(rate: number, validators: number): number {
  fraction("addedWork", "rate", rate);
  count("addedWork", "validators", validators, 1);
  return rate * validators;
}

function checked<S extends Omit<Sampling, "adversaryShare">>(where: string, sampling: S): S {
  const { asserter, validator, validators, falsePositive, luckyGuess } = sampling;
  for (const [side, party] of Object.entries({ asserter, validator }))
    for (const [name, value] of Object.entries(party)) amount(where, `${side}.${name}`, value as number);
  count(where, "validators", validators, 1);
  for (const [name, value] of Object.entries({ falsePositive, luckyGuess })) fraction(where, name, value);
  return sampling;
}
