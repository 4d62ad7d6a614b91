import { sum } from "../core/matrix.ts";
import { mechanism } from "../core/slot.ts";
import { fraction } from "../units.ts";
import type { Settlement } from "./contract.ts";
import { added, byFees } from "./fundPay.ts";
import { payInUsd } from "./payInUsd.ts";

/**
 * The protocol takes a share of every fee H by means of payment: one rate in the network's token, another in USD.
 *
 *   fee = H Rt (1 - Rd)     operator_j = H_j - fee_j
 *
 * A share of spending is paid in tokens that customers buy on the market; operators and the protocol receive those tokens.
 * The protocol's take in USD goes to validators by dividend, in part or whole, and to the treasury.
 * Source: docs/economy.md, "Settlement"; AEP-22 and AEP-23 of akash-network/AEP.
 */
export const takeRate = mechanism(
  "takeRate",
  "The protocol takes a share of every fee, fee = H Rt (1 - Rd), at one rate for customers who buy tokens on the market and pay with them and at another for those who pay in USD; operators keep the rest. Source: docs/economy.md, Settlement; AEP-22, AEP-23.",
  {
    tokenShare: fraction.describe("share of spending that customers pay in tokens, bought on the market"),
    tokenTake: fraction.default(0.04).describe("Rt of payments in tokens, which the treasury keeps"),
    usdTake: fraction.default(0.2).describe("Rt of payments in USD"),
    discount: fraction.default(0).describe("Rd: fraction by which both rates are lowered"),
    validatorShare: fraction
      .default(1)
      .describe("share of the take in USD that validators receive by dividend; the rest is the treasury's"),
  },
  ({ tokenShare, tokenTake, usdTake, discount, validatorShare }): Settlement => {
    const tokenFee = tokenTake * (1 - discount);
    const usdFee = usdTake * (1 - discount);
    return {
      operatorShare: tokenShare * (1 - tokenFee) + (1 - tokenShare) * (1 - usdFee),
      remints: false,
      needsToken: tokenShare > 0,
      opening: [],
      surcharge: () => 0,
      split: ({ revenueUsd, dividend }) => {
        const inUsd = revenueUsd.map((fee) => (1 - tokenShare) * fee);
        const inTokens = tokenShare * sum(revenueUsd);
        const buy = { payer: "customers" } as const;
        return {
          purchases: [
            { receiver: "operators", usd: (1 - tokenFee) * inTokens, why: "fees in tokens", ...buy },
            { receiver: "treasury", usd: tokenFee * inTokens, why: "take in tokens", ...buy },
          ],
          ...payInUsd(inUsd, dividend, usdFee * validatorShare, usdFee * (1 - validatorShare)),
        };
      },
      close: ({ revenueUsd, settled, boughtTokens, price, operatorTokens }) => {
        const receivedTokens = byFees(revenueUsd, boughtTokens[0]!);
        return {
          receivedTokens,
          customerFundedUsd: added(
            settled.operatorUsd,
            receivedTokens.map((tokens) => price * tokens),
          ),
          netSubsidyTokens: operatorTokens,
          moves: [],
          memory: [],
        };
      },
    };
  },
);
