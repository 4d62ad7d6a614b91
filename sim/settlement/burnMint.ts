import { floats } from "../core/arrays.ts";
import { sum } from "../core/matrix.ts";
import { mechanism } from "../core/slot.ts";
import { fraction } from "../units.ts";
import type { Settlement } from "./contract.ts";
import { added, fundPay } from "./fundPay.ts";
import { payInUsd } from "./payInUsd.ts";

/**
 * Customers' money buys tokens and burns them, and operators are paid in newly minted ones; burned tokens are minted anew.
 *
 *   burned = tau R / p     operator_j = (1 - tau)(1 - omega) R_j     validator_i = omega (1 - tau) R D_i
 *   customerFunded_j = operator_j + min(p E, tau R) E_j / E     netSubsidy_j = max(0, p E - tau R) E_j / (p E)
 *
 * What is burned in an epoch is minted in the next: the taper acts on what is minted beyond it.
 * Source: docs/economy.md, "Settlement"; RNP-019 of the Render Network; closed form `burn-mint-income-split`.
 */
export const burnMint = mechanism(
  "burnMint",
  "A share of customers' money buys tokens on the market and burns them, the rest reaches operators in USD; burned tokens are minted anew as pay in the next epoch, so that the taper acts on the rest alone. Source: docs/economy.md, Settlement.",
  {
    burnShare: fraction.default(0.95).describe("tau: share of fees that buys tokens and burns them"),
    validatorShare: fraction.default(0).describe("omega: share of the rest that validators receive by dividend"),
  },
  ({ burnShare, validatorShare }): Settlement => ({
    operatorShare: (1 - burnShare) * (1 - validatorShare),
    remints: true,
    needsToken: true,
    opening: [],
    surcharge: () => 0,
    split: ({ revenueUsd, dividend }) => {
      const inUsd = revenueUsd.map((fee) => (1 - burnShare) * fee);
      const usd = burnShare * sum(revenueUsd);
      return {
        purchases: [{ payer: "customers", receiver: "burn", usd, why: "burned for work" }],
        ...payInUsd(inUsd, dividend, validatorShare, 0),
      };
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
);
