import type { Values } from "./arithmetic.ts";
import { expand } from "./expansion.ts";
import type { Expression } from "./expression.ts";
import { constant, line, ORDER, range, sumsBefore, sum, total, type Series } from "./series.ts";

/** What all blocks of a step see alike. */
export interface Seen extends Omit<Values, "t" | "block" | "issuance"> {
  readonly daysPerBlock: number;
  /** f: share of a block's tokens that later blocks find issued; 1 when left out */
  readonly kept?: number;
}

/** Pieces up to this length are summed block by block: a series costs as much as about so many blocks. */
const FEW_BLOCKS = 64;

/** Share of a piece's sum by which its series may be off. */
const TOLERANCE = 1e-12;

/**
 * Tokens of the blocks [from, to), each block seeing what those before it minted.
 *
 *   S(b + 1) = S(b) + kept e(b, S(b))        minted = sum of e(b, S(b))
 *
 * A piece in which no threshold lies is summed by its series, whose error is bounded and below 1e-12 of the piece; another is
 * halved. Source: docs/economy.md, "Emission".
 *
 * @param issuance tokens issued before the block `from`
 * @throws NotTokens where a block's value is negative or not finite
 */
export function sumOfBlocks(expression: Expression, from: number, to: number, issuance: number, seen: Seen): number {
  const { variables } = expression;
  const { kept = 1 } = seen;
  if (!variables.has("t") && !variables.has("block") && !variables.has("issuance"))
    return from < to ? tokensAt(expression, from, issuance, seen) * (to - from) : 0;
  let minted = 0;
  let length = to - from;
  // Series that are tried in vain may cost about as much as all blocks one by one, and then no more.
  let tries = Math.ceil(length / FEW_BLOCKS);
  for (let block = from; block < to; block += length, length *= 2) {
    length = Math.min(length, to - block);
    const issued = issuance + kept * minted;
    let piece = sumOfPiece(expression, block, length, issued, seen);
    while (piece === undefined) {
      length = tries-- > 0 ? Math.ceil(length / 2) : FEW_BLOCKS;
      piece = sumOfPiece(expression, block, length, issued, seen);
    }
    minted += piece;
  }
  return minted;
}

/** Tokens of a piece; undefined for a long one that no series describes. Its first block, where thresholds mostly lie, is by itself. */
function sumOfPiece(expression: Expression, from: number, length: number, issuance: number, seen: Seen) {
  const single = length > FEW_BLOCKS ? 1 : length;
  const { kept = 1 } = seen;
  let minted = 0;
  for (let k = 0; k < single; k++) minted += tokensAt(expression, from + k, issuance + kept * minted, seen);
  if (single === length) return minted;
  const rest = smoothSum(expression, from + 1, length - 1, issuance + kept * minted, seen);
  return rest === undefined ? undefined : minted + rest;
}

function tokensAt({ evaluate }: Expression, block: number, issuance: number, seen: Seen): number {
  const { burned, price, revenue } = seen;
  const tokens = evaluate({ t: block * seen.daysPerBlock, block, issuance, burned, price, revenue });
  if (Number.isFinite(tokens) && tokens >= 0) return tokens;
  throw new NotTokens(block, tokens);
}

/** A block of which an expression makes no number of tokens. */
export class NotTokens extends RangeError {
  constructor(
    readonly block: number,
    readonly found: number,
  ) {
    super(`block ${block} gives ${found} tokens; expected a finite number, 0 or more`);
  }
}

/** Sum over blocks that one series describes; undefined where none does: a threshold, or an error that is too large. */
function smoothSum(expression: Expression, from: number, blocks: number, issuance: number, seen: Seen) {
  const { tree, variables } = expression;
  const last = blocks - 1;
  const given = {
    t: line(from * seen.daysPerBlock, last * seen.daysPerBlock),
    block: line(from, last),
    issuance: constant(issuance),
    burned: constant(seen.burned),
    price: constant(seen.price),
    revenue: constant(seen.revenue),
  };
  const tokens = variables.has("issuance")
    ? rateAlongIssuance((issued) => expand(tree, { ...given, issuance: issued }), given.issuance, last, seen.kept)
    : expand(tree, given);
  if (tokens === undefined || !(range(tokens).least >= 0)) return undefined;
  const { value, error } = total(tokens, last);
  return error <= TOLERANCE * value ? value : undefined;
}

/**
 * The rate e(b, S(b)) where S is what the kept share of it adds up to. S is guessed again and again as start + kept sums of e(b, S),
 * which gains digits each time while a piece adds little to e; then it is enclosed: where e of a band around S adds up to sums
 * within that band, the true S, which starts in the band, is in it block after block.
 */
function rateAlongIssuance(
  rate: (issuance: Series) => Series,
  start: Series,
  last: number,
  kept = 1,
): Series | undefined {
  let issuance = start;
  let width = 0;
  for (let k = 0; k <= ORDER; k++) {
    const next = { ...sum(start, sumsBefore(rate(issuance), last), kept), rest: 0 };
    const change = apart(next, issuance);
    issuance = next;
    width = TOLERANCE * apart(issuance, start);
    if (!(change > width)) break;
  }
  const tokens = rate({ ...issuance, rest: width });
  const sums = sumsBefore(tokens, last);
  return apart(sum(start, sums, kept), issuance) + kept * sums.rest <= width ? tokens : undefined;
}

/** How far two series are apart by their terms, at most. */
function apart(a: Series, b: Series): number {
  let all = 0;
  for (let k = 0; k <= ORDER; k++) all += Math.abs((a.terms[k] ?? 0) - (b.terms[k] ?? 0));
  return all;
}
