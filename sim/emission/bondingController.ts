import { blocksFor } from "../core/clock.ts";
import { mechanism } from "../core/slot.ts";
import { fraction, positiveDuration, wholeNumber } from "../units.ts";
import type { Emission, EmissionState } from "./contract.ts";

/** Rates are whole billionths, as the contract keeps them. */
const PRECISION = 1e9;

/**
 * Inflation that is moved towards a target share of bonded tokens, a step each round.
 *
 *   i' = i + di below the target, max(0, i - di) above it        minted = i' issuance
 *
 * A round is minted in its first block, after its step. Bonded share and rates are whole billionths.
 * Source: docs/economy.md, "Emission"; livepeer/protocol, Minter contract; LIP-40 for the precision.
 */
export const bondingController = mechanism(
  "bondingController",
  "Inflation moved by a step each round towards a target share of bonded tokens (Livepeer): i' = i + di below it, " +
    "max(0, i - di) above it; a round mints i' x issuance. Source: docs/economy.md, Emission.",
  {
    target: fraction.default(0.5).describe("share of tokens that should be bonded"),
    openingBillionths: wholeNumber.describe("inflation of a round at the start, in billionths of issuance"),
    stepBillionths: wholeNumber.describe("di: what a round changes it by, in billionths"),
    round: positiveDuration.prefault("21 hours").describe("length of a round, rounded to blocks"),
  },
  ({ target, openingBillionths, stepBillionths, round }, { clock }): Emission => {
    const roundBlocks = Math.max(1, blocksFor(clock, round));
    const wanted = Math.floor(target * PRECISION);
    const next = (rate: number, bonded: number) => {
      if (bonded < wanted) return rate + stepBillionths;
      return bonded > wanted ? Math.max(0, rate - stepBillionths) : rate;
    };
    /** Rounds that begin in [from, to). */
    const play = (from: number, to: number, { issuance, memory, kept = 1 }: EmissionState, bondedShare: number) => {
      const bonded = Math.floor(bondedShare * PRECISION);
      let rate = memory[0]!;
      let minted = 0;
      for (let round = Math.ceil(from / roundBlocks); round * roundBlocks < to; round++) {
        rate = next(rate, bonded);
        minted += ((issuance + kept * minted) * rate) / PRECISION;
      }
      return { rate, minted };
    };
    return {
      mint: (from, to, state, { bondedShare }) => play(from, to, state, bondedShare).minted,
      follows: "world",
      cap: Infinity,
      memory: {
        opening: [openingBillionths],
        next: (from, to, state, { bondedShare }) => [play(from, to, state, bondedShare).rate],
      },
    };
  },
);
