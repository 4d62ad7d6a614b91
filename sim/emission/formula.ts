import { z } from "zod";
import { SECONDS_PER_DAY } from "../core/clock.ts";
import { mechanism } from "../core/slot.ts";
import { NotTokens, sumOfBlocks } from "./blockSum.ts";
import type { Emission } from "./contract.ts";
import { readExpression, type Expression } from "./expression.ts";

const written = z
  .string({ error: () => 'expected an expression such as "2 * 0.5 ^ (t / 365)"' })
  .superRefine((text, context) => {
    const read = readExpression(text);
    if ("message" in read)
      context.addIssue({ code: "custom", message: `has a fault at character ${read.at}; ${read.message}` });
  });

/**
 * Tokens per block as an expression, summed over blocks.   e(b) = f(t, block, issuance, burned, price, revenue)
 *
 * t: days since the start; block: height; issuance: tokens, this epoch's earlier blocks included; burned (tokens), price
 * (USD per token) and revenue (USD) are those of the epoch before. Source: docs/economy.md, "Emission".
 *
 * @throws RangeError in `mint` when a block's value is negative or not finite, with its epoch
 */
export const formula = mechanism(
  "formula",
  "Tokens per block as an expression over t (days), block, issuance, burned, price and revenue, such as " +
    '"2 * 0.5 ^ (t / 365)", summed over all blocks. Source: docs/economy.md, Emission.',
  {
    tokensPerBlock: written.describe(
      "arithmetic, comparisons, a ? b : c, and, or, not, abs, ceil, exp, floor, log, log2, max, min, sqrt",
    ),
  },
  ({ tokensPerBlock }, { clock: { blockSeconds, tempo } }): Emission => {
    const expression = readExpression(tokensPerBlock);
    if ("message" in expression)
      throw new RangeError(`emission formula: character ${expression.at}; ${expression.message}`);
    const daysPerBlock = blockSeconds / SECONDS_PER_DAY;
    return {
      mint(from, to, { issuance, kept = 1 }, { burnedTokens: burned, price, revenueUsd: revenue }) {
        try {
          return sumOfBlocks(expression, from, to, issuance, { daysPerBlock, burned, price, revenue, kept });
        } catch (error) {
          if (!(error instanceof NotTokens)) throw error;
          throw new RangeError(`epoch ${Math.floor(error.block / tempo)}, emission formula: ${error.message}`, {
            cause: error,
          });
        }
      },
      follows: followed(expression),
      cap: Infinity,
    };
  },
);

function followed({ variables }: Expression): Emission["follows"] {
  if (variables.has("burned") || variables.has("price") || variables.has("revenue")) return "world";
  return variables.has("issuance") ? "issuance" : "time";
}
