import { mechanism } from "../core/slot.ts";
import { fraction, positive, tokensPerDay, usdPerDay } from "../units.ts";
import type { Workload } from "./contract.ts";
import { along, crowded, pathOf } from "./shared.ts";

/**
 * A market of burned and minted tokens (rendering): customers' spend R reaches nodes as fees and as newly minted tokens E at
 * the price at which a burn of tau R takes what is minted, N of it for others.
 *
 *   p* = tau R / (E + N)      pay an hour = ((1 - tau) R + p* E) / (hours of others + ours)
 *
 * A crowd from here lowers it. Where nothing is minted nobody can be paid in tokens, and nodes have the fees alone.
 * Source: docs/operators.md, equation 4; closed form `burn-mint-stationary`.
 */
export const burnMint = mechanism(
  "burnMint",
  "A market of burned and minted tokens: nodes share (1 - tau) R and the tokens minted for them at p* = tau R/(E + N) by hours, those from this network with them. Source: docs/operators.md, Workloads.",
  {
    spend: pathOf("usdPerDay", usdPerDay.describe("R: USD a day that customers spend there")).describe(
      "customers' spend; straight lines between points, constant outside",
    ),
    minted: pathOf("tokensPerDay", tokensPerDay.describe("E: tokens a day minted for nodes")).describe(
      "tokens for nodes; straight lines between points, constant outside",
    ),
    mintedForOthers: tokensPerDay.prefault("0 tokens/day").describe("N: tokens a day minted for others, and sold"),
    burnShare: fraction.default(0.95).describe("tau: share of the spend that is burned"),
    hours: positive.describe("hours a day of reference hardware that others supply there"),
    ...crowded,
  },
  ({ spend, minted, mintedForOthers, burnShare, hours, switching, stay, memory }): Workload => {
    const spendAt = along(spend, "usdPerDay");
    const mintedAt = along(minted, "tokensPerDay");
    const poolUsd = (day: number) => {
      const [usd, tokens] = [spendAt(day), mintedAt(day)];
      const inTokens = tokens > 0 ? ((burnShare * usd) / (tokens + mintedForOthers)) * tokens : 0;
      return (1 - burnShare) * usd + inTokens;
    };
    return {
      options: [
        {
          name: "burnMint",
          usdPerHour: (day, ours) => poolUsd(day) / (hours + ours),
          othersHours: () => hours,
          switchingUsd: switching,
          expectedStaySeconds: stay,
          memorySeconds: memory,
        },
      ],
    };
  },
);
