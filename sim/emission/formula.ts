import { z } from "zod";
import { SECONDS_PER_DAY } from "../core/clock.ts";
import { mechanism } from "../core/slot.ts";
import type { Emission, EmissionInputs, EmissionState } from "./contract.ts";
import { readExpression, type Expression } from "./expression.ts";

const written = z
  .string({ error: () => 'expected an expression such as "2 * 0.5 ^ (t / 365)"' })
  .superRefine((text, context) => {
    const read = readExpression(text);
    if ("message" in read)
      context.addIssue({ code: "custom", message: `has a fault at character ${read.at}; ${read.message}` });
  });

/**
 * Tokens per block as an expression, evaluated for every block.   e(b) = f(t, block, issuance, burned, price, revenue)
 *
 * t: days since the start; block: height; issuance: tokens, this epoch's earlier blocks included; burned (tokens), price
 * (USD per token) and revenue (USD) are those of the epoch before. PERF: 0.1 us a block for a short expression.
 * Source: docs/economy.md, "Emission".
 *
 * @throws RangeError in `mint` when a block's value is negative or not finite
 */
export const formula = mechanism(
  "formula",
  "Tokens per block as an expression over t (days), block, issuance, burned, price and revenue, such as " +
    '"2 * 0.5 ^ (t / 365)", evaluated for every block. Source: docs/economy.md, Emission.',
  {
    tokensPerBlock: written.describe(
      "arithmetic, comparisons, a ? b : c, and, or, not, abs, ceil, exp, floor, log, log2, max, min, sqrt",
    ),
  },
  ({ tokensPerBlock }, { clock }): Emission => {
    const expression = readExpression(tokensPerBlock);
    if ("message" in expression)
      throw new RangeError(`emission formula: character ${expression.at}; ${expression.message}`);
    const days = clock.blockSeconds / SECONDS_PER_DAY;
    return {
      mint: (from, to, state, inputs) => sumOfBlocks(expression, from, to, days, state, inputs),
      follows: followed(expression),
      cap: Infinity,
    };
  },
);

function followed({ variables }: Expression): Emission["follows"] {
  if (variables.has("burned") || variables.has("price") || variables.has("revenue")) return "world";
  return variables.has("issuance") ? "issuance" : "time";
}

function sumOfBlocks(
  { evaluate, variables }: Expression,
  from: number,
  to: number,
  daysPerBlock: number,
  { issuance }: EmissionState,
  { burnedTokens: burned, price, revenueUsd: revenue }: EmissionInputs,
): number {
  const at = (block: number, issued: number) => {
    const tokens = evaluate({ t: block * daysPerBlock, block, issuance: issued, burned, price, revenue });
    if (Number.isFinite(tokens) && tokens >= 0) return tokens;
    throw new RangeError(
      `emission formula: block ${block} gives ${tokens} tokens; expected a finite number, 0 or more`,
    );
  };
  const sameInAll = !variables.has("t") && !variables.has("block") && !variables.has("issuance");
  if (sameInAll) return from < to ? at(from, issuance) * (to - from) : 0;
  let minted = 0;
  for (let block = from; block < to; block++) minted += at(block, issuance + minted);
  return minted;
}
