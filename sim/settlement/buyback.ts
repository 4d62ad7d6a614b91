import { floats } from "../core/arrays.ts";
import { sum } from "../core/matrix.ts";
import { mechanism } from "../core/slot.ts";
import { fraction } from "../units.ts";
import type { Settlement } from "./contract.ts";
import { added, fundPay } from "./fundPay.ts";
import { payInUsd } from "./payInUsd.ts";

/**
 * Customers pay in USD; the treasury buys tokens for a share of it on the market and burns them.
 *
 *   operator_j = (1 - omega - tau - beta) R_j     validator_i = omega R D_i     burned = beta R / p     treasury = the rest
 *   customerFunded_j = operator_j + min(p E, beta R) E_j / E     netSubsidy_j = max(0, p E - beta R) E_j / (p E)
 *
 * Tokens bought back stand against those minted in the epoch; they are not minted anew, so the taper acts on all pay.
 * Source: docs/economy.md, "Settlement".
 */
export const buyback = mechanism(
  "buyback",
  "Customers pay in USD as under direct; the treasury spends a share of revenue on tokens and burns them, which funds as much of newly minted pay. Source: docs/economy.md, Settlement.",
  {
    buybackShare: fraction.describe("beta: share of fees that the treasury spends on tokens, which it burns"),
    validatorShare: fraction.default(0.1).describe("omega: share of fees that validators receive by dividend"),
    treasuryShare: fraction.default(0).describe("tau: share of fees that the treasury keeps"),
  },
  ({ buybackShare, validatorShare, treasuryShare }): Settlement => ({
    operatorShare: 1 - validatorShare - treasuryShare - buybackShare,
    remints: false,
    needsToken: false,
    opening: [],
    surcharge: () => 0,
    split: ({ revenueUsd, dividend }) => {
      const paid = payInUsd(revenueUsd, dividend, validatorShare, treasuryShare + buybackShare);
      // Rounding must not make the treasury spend more than it received.
      const usd = Math.min(paid.treasuryUsd, buybackShare * sum(revenueUsd));
      return { purchases: [{ payer: "treasury", receiver: "burn", usd, why: "bought back" }], ...paid };
    },
    close: ({ settled, price, operatorTokens }) => {
      const { fundedUsd, netSubsidyTokens } = fundPay(operatorTokens, price, settled.purchases[0]!.usd);
      return {
        receivedTokens: floats(operatorTokens.length),
        customerFundedUsd: added(settled.operatorUsd, fundedUsd),
        netSubsidyTokens,
        moves: [],
        memory: [],
      };
    },
  }),
  [],
  ({ buybackShare, validatorShare, treasuryShare }) =>
    buybackShare + validatorShare + treasuryShare <= 1
      ? []
      : [
          {
            path: "buybackShare",
            message: `expected at most ${Number(Math.max(0, 1 - validatorShare - treasuryShare).toPrecision(12))}, what validatorShare and treasuryShare leave`,
          },
        ],
);
