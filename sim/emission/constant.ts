import { mechanism } from "../core/slot.ts";
import { tokensPerBlock } from "../units.ts";
import type { Emission } from "./contract.ts";

/**
 * The same number of tokens in every block.   e(b) = e0
 * Source: docs/economy.md, "Emission".
 */
export const constant = mechanism(
  "constant",
  "The same number of tokens in every block: e(b) = e0. Source: docs/economy.md, Emission.",
  { tokensPerBlock: tokensPerBlock.describe("tokens minted per block") },
  ({ tokensPerBlock }): Emission => ({
    mint: (from, to) => tokensPerBlock * (to - from),
    follows: "time",
    cap: Infinity,
  }),
);
