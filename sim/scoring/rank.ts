import { emaWeight } from "../core/clock.ts";
import { normalizeRows } from "../core/matrix.ts";
import { mechanism } from "../core/slot.ts";
import { fraction } from "../units.ts";
import type { Scoring } from "./contract.ts";
import { byPlace } from "./places.ts";
import { byRow, memory, ofServing, QUALITY, qualityAfter } from "./shared.ts";

/**
 * Weights by place alone: the best has a fixed share, the others the rest in falling equal steps, n..1. Only who serves with
 * a quality above 0 has a place; alone, the best has all. Source: docs/economy.md, "Scoring"; the search subnets.
 */
export const rank = mechanism(
  "rank",
  "Weights by place alone: the best has `topShare`, the n others share the rest in proportion to n, n - 1, ..., 1; who " +
    "ties shares the tied places. Only who serves with a remembered quality above 0 has a place. " +
    "Source: docs/economy.md, Scoring.",
  { topShare: fraction.default(0.8).describe("weight of the best"), memory },
  ({ topShare, memory: tauSeconds }, { clock }): Scoring => {
    const weight = emaWeight(clock.epochSeconds, tauSeconds);
    return {
      keeps: [QUALITY],
      score(input) {
        const quality = qualityAfter(input, weight);
        const shares = byRow(quality, (row) =>
          byPlace(ofServing(row, input.servedSince), (places) => placeShares(places, topShare)),
        );
        return { weights: normalizeRows(shares), memory: { [QUALITY]: quality } };
      },
    };
  },
);

/** [places] what each place gets: the top share, then n..1 of the rest. One place alone gets all. */
export function placeShares(places: number, topShare: number): Float64Array {
  if (places === 1) return Float64Array.of(1);
  const others = places - 1;
  const unit = (1 - topShare) / ((others * (others + 1)) / 2);
  return Float64Array.from({ length: places }, (_, k) => (k === 0 ? topShare : unit * (places - k)));
}
