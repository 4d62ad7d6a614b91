import { mechanism } from "../core/slot.ts";
import { positiveDuration, tokensPerBlock } from "../units.ts";
import type { Emission } from "./contract.ts";

/**
 * Emission that decays exponentially, block by block.   e(b) = e0 r^b,  r = 2^(-1/h)
 *
 *   sum over b in [from, to) = e0 r^from (1 - r^(to - from)) / (1 - r)
 *
 * with h the half-life in blocks (not rounded). Source: docs/economy.md, "Emission".
 */
export const decay = mechanism(
  "decay",
  "Emission that decays exponentially block by block: e(b) = e0 r^b with r = 2^(-1/h) and h the half-life in blocks; " +
    "an epoch mints e0 r^from (1 - r^(to - from)) / (1 - r). Source: docs/economy.md, Emission.",
  {
    tokensPerBlock: tokensPerBlock.describe("e0: tokens minted in the first block"),
    halfLife: positiveDuration.describe("time after which a block mints half as much"),
  },
  ({ tokensPerBlock, halfLife }, { clock }): Emission => {
    const decayPerBlock = (Math.LN2 * clock.blockSeconds) / halfLife;
    const first = -Math.expm1(-decayPerBlock);
    return {
      mint: (from, to) =>
        (tokensPerBlock * Math.exp(-decayPerBlock * from) * -Math.expm1(-decayPerBlock * (to - from))) / first,
      follows: "time",
      cap: tokensPerBlock / first,
    };
  },
);
