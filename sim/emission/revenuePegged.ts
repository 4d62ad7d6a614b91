import { SECONDS_PER_DAY } from "../core/clock.ts";
import { mechanism } from "../core/slot.ts";
import { notNegative, positiveTokens, usdPerDay } from "../units.ts";
import type { Emission } from "./contract.ts";

/**
 * Tokens worth what suppliers are owed in USD, from a vault.   minted = min(owed / p, vault - minted so far)
 *
 *   owed = usdPerDay x days + perRevenue x revenue of the epoch before
 *
 * At a price of 0 the vault is emptied. Source: docs/economy.md, "Emission"; io.net's Incentive Dynamic Engine (2026).
 */
export const revenuePegged = mechanism(
  "revenuePegged",
  "Tokens worth what suppliers are owed in USD, from a vault: min(owed / price, what is left), with " +
    "owed = usdPerDay x days + perRevenue x revenue. Source: docs/economy.md, Emission.",
  {
    vault: positiveTokens.describe("tokens that there are to release"),
    usdPerDay: usdPerDay.prefault("0 USD/day").describe("USD owed whatever the revenue"),
    perRevenue: notNegative.default(0).describe("USD owed for each USD of revenue"),
  },
  ({ vault, usdPerDay, perRevenue }, { clock }): Emission => ({
    mint(from, to, { minted }, { price, revenueUsd }) {
      const blocks = to - from;
      const days = (blocks * clock.blockSeconds) / SECONDS_PER_DAY;
      const owedUsd = usdPerDay * days + (perRevenue * revenueUsd * blocks) / clock.tempo;
      return owedUsd === 0 ? 0 : Math.min(owedUsd / price, Math.max(0, vault - minted));
    },
    follows: "world",
    cap: vault,
  }),
  [],
  ({ usdPerDay, perRevenue }) =>
    usdPerDay > 0 || perRevenue > 0
      ? []
      : [{ path: "perRevenue", message: "expected usdPerDay or perRevenue above 0, since nothing is owed otherwise" }],
);
