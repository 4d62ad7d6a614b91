import { emaWeight, SECONDS_PER_DAY } from "../core/clock.ts";
import { normalizeRows, rowOf } from "../core/matrix.ts";
import { mechanism } from "../core/slot.ts";
import { fraction, tokensPerDay } from "../units.ts";
import type { Scoring } from "./contract.ts";
import { byRow, memory, ofServing, QUALITY, qualityAfter } from "./shared.ts";

/**
 * One price for each miner that is good enough; what demand does not take up is burned.
 *
 *   price = min(pool / count, most)      burned = 1 - count price / pool
 *
 * Source: docs/economy.md, "Scoring"; the compute subnets.
 */
export const auctionBurn = mechanism(
  "auctionBurn",
  "One price for each serving miner whose remembered quality is at least `passAbove`: price = min(pool / count, mostPerMiner). " +
    "What that leaves of miners' pay is burned. A validator that knows no miner has no say. Source: docs/economy.md, Scoring.",
  {
    mostPerMiner: tokensPerDay.describe("most that one miner is paid"),
    passAbove: fraction.default(0.5).describe("quality from which on a miner counts"),
    memory,
  },
  ({ mostPerMiner, passAbove, memory: tauSeconds }, { clock }): Scoring => {
    const weight = emaWeight(clock.epochSeconds, tauSeconds);
    const most = (mostPerMiner * clock.epochSeconds) / SECONDS_PER_DAY;
    return {
      keeps: [QUALITY],
      score(input) {
        const quality = qualityAfter(input, weight);
        const serving = byRow(quality, (row) => ofServing(row, input.servedSince));
        const passes = { ...serving, data: serving.data.map((m) => (m >= passAbove ? 1 : 0)) };
        const burned = Float64Array.from({ length: quality.rows }, (_, i) => {
          if (rowOf(serving, i).every((m) => Number.isNaN(m))) return NaN;
          return unpaidShare(
            rowOf(passes, i).reduce((all, one) => all + one, 0),
            input.poolTokens,
            most,
          );
        });
        return { weights: normalizeRows(passes), memory: { [QUALITY]: quality }, burned };
      },
    };
  },
);

/** Share of a pool that is left when each of so many is paid min(pool / count, most); 0 of an empty pool. */
export function unpaidShare(count: number, pool: number, most: number): number {
  if (count === 0) return 1;
  return pool > count * most ? 1 - (count * most) / pool : 0;
}
