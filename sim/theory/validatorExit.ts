/** How many validators pay can carry, and how much they then check. Source: docs/economy.md, "Validators" and "Trust". */
import { reaches } from "../core/check.ts";
import { amount, count, fraction, positive } from "./domain.ts";

/** Pay and cost of alike validators in an epoch, who ask no return on their stake. */
export interface ValidatorPay {
  readonly tokenPriceUsd: number;
  /** E_v: tokens minted for all validators */
  readonly validatorEmissionTokens: number;
  /** omega: validators' fraction of customers' fees */
  readonly feeShareToValidators: number;
  /** R: customers' fees */
  readonly revenueUsd: number;
  /** c_v: what auditing costs each */
  readonly costUsdPerValidator: number;
}

/**
 * Validators who break even when pay is shared equally.   n = floor((p E_v + omega R) / c_v)
 *
 * The rule that settles there is equation 27 (`stay`), with a return of 0 asked on stake.
 * @throws RangeError for amounts below 0, a share outside 0..1 and a cost that is not above 0
 * Closed form `validator-exit`.
 */
export function validatorsWhoBreakEven(pay: ValidatorPay): number {
  const { tokenPriceUsd, validatorEmissionTokens, revenueUsd, costUsdPerValidator } = pay;
  for (const [name, value] of Object.entries({ tokenPriceUsd, validatorEmissionTokens, revenueUsd }))
    amount("validatorsWhoBreakEven", name, value);
  positive("validatorsWhoBreakEven", "costUsdPerValidator", costUsdPerValidator);
  fraction("validatorsWhoBreakEven", "feeShareToValidators", pay.feeShareToValidators);
  const carried = (tokenPriceUsd * validatorEmissionTokens + feesOf(pay)) / costUsdPerValidator;
  // 0.3 / 0.1 is 2.9999999999999996
  return reaches(carried, Math.ceil(carried), 1e-12 * carried) ? Math.ceil(carried) : Math.floor(carried);
}

/**
 * Audits that each miner gets in an epoch.   n x audits per validator / miners
 * @throws RangeError for counts that are not whole and no miner
 */
export function auditsPerMiner(validators: number, auditsPerValidator: number, miners: number): number {
  count("auditsPerMiner", "validators", validators);
  amount("auditsPerMiner", "auditsPerValidator", auditsPerValidator);
  count("auditsPerMiner", "miners", miners, 1);
  return (validators * auditsPerValidator) / miners;
}

/**
 * Part of the cost of auditing that fees cover.   omega R / (n c_v)
 * @returns ratio; NaN where nobody audits
 * @throws RangeError as `validatorsWhoBreakEven`
 */
export function verificationCoverage(pay: ValidatorPay): number {
  const validators = validatorsWhoBreakEven(pay);
  return validators === 0 ? NaN : feesOf(pay) / (validators * pay.costUsdPerValidator);
}

function feesOf({ feeShareToValidators, revenueUsd }: ValidatorPay): number {
  return feeShareToValidators * revenueUsd;
}
