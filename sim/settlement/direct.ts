import { zeros } from "../core/columns.ts";
import { mechanism } from "../core/slot.ts";
import { fraction } from "../units.ts";
import type { Settlement } from "./contract.ts";
import { payInUsd } from "./payInUsd.ts";

/**
 * Customers pay in USD: the operator who served keeps all but the shares of validators and treasury.
 *
 *   operator_j = (1 - omega - tau) R_j     validator_i = omega R D_i     treasury = the rest
 *
 * The validators' share goes to the treasury where nobody holds a dividend. All newly minted tokens are net subsidy.
 * Source: docs/economy.md, "Settlement".
 */
export const direct = mechanism(
  "direct",
  "Customers pay in USD: operators keep their fees less a share for validators (by dividend) and one for the treasury; all newly minted tokens are net subsidy. Source: docs/economy.md, Settlement.",
  {
    validatorShare: fraction.default(0.1).describe("omega: share of fees that validators receive by dividend"),
    treasuryShare: fraction.default(0).describe("tau: share of fees that the treasury keeps"),
  },
  ({ validatorShare, treasuryShare }): Settlement => ({
    operatorShare: 1 - validatorShare - treasuryShare,
    remints: false,
    needsToken: false,
    opening: [],
    surcharge: () => 0,
    split: ({ revenueUsd, dividend }) => ({
      purchases: [],
      ...payInUsd(revenueUsd, dividend, validatorShare, treasuryShare),
    }),
    close: ({ settled, operatorTokens }) => ({
      receivedTokens: zeros(operatorTokens.length),
      customerFundedUsd: settled.operatorUsd,
      netSubsidyTokens: operatorTokens,
      moves: [],
      memory: [],
    }),
  }),
  [],
  ({ validatorShare, treasuryShare }) =>
    validatorShare + treasuryShare <= 1
      ? []
      : [
          {
            path: "treasuryShare",
            message: `expected at most ${Number((1 - validatorShare).toPrecision(12))}, what validatorShare leaves`,
          },
        ],
);
