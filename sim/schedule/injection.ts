import type { Injected, PoolSeen } from "../emission/contract.ts";
import type { MarketState, Price } from "../price/contract.ts";
import type { Piece, Target } from "../taper/contract.ts";

/** What is added to a token's pool over a span of blocks, after the taper. */
export interface Injection extends Omit<Injected, "memory"> {
  /** tokens that would have joined the pool without the taper */
  readonly untaperedTokens: number;
}

/** Where a chain adds nothing. */
const noInjection: Injection = { tokens: 0, usd: 0, buysUsd: 0, rootShare: 0, rootPaid: 0, untaperedTokens: 0 };

/**
 * What an emission sees of the token's pool.
 *
 * @param usersUsd USD that users brought in less what they took out, in the epoch before
 * @returns nothing where the price has no pool
 */
export function poolSeen({ usdWeight }: Price, state: MarketState, usersUsd: number): { readonly pool?: PoolSeen } {
  if (!usdWeight) return {};
  return { pool: { tokens: state.poolTokens, usd: state.poolUsd, usdWeight: usdWeight(state), usersUsd } };
}

/** A piece of a span with what is added in it. */
interface Part {
  readonly piece: Piece;
  readonly own: Injected;
}

/**
 * Sums what was added over the pieces of a span; f falls on it unless the taper is meant for pay alone. Shares of root are means by
 * blocks.
 */
export function injectionOf(parts: readonly Part[], target: Target): Injection {
  if (parts.length === 0) return noInjection;
  const total = (amount: (own: Injected, piece: Piece) => number) =>
    parts.reduce((all, { own, piece }) => all + amount(own, piece), 0);
  const kept = ({ multiplier }: Piece) => (target === "alphaOut" ? 1 : multiplier);
  const blocks = ({ from, to }: Piece) => to - from;
  const ofRoot = total(({ rootShare }, piece) => rootShare * blocks(piece));
  return {
    tokens: total(({ tokens }, piece) => kept(piece) * tokens),
    usd: total(({ usd }, piece) => kept(piece) * usd),
    buysUsd: total(({ buysUsd }, piece) => kept(piece) * buysUsd),
    rootShare: ofRoot / total((_, piece) => blocks(piece)),
    rootPaid: ofRoot > 0 ? total((own, piece) => own.rootShare * own.rootPaid * blocks(piece)) / ofRoot : 0,
    untaperedTokens: total(({ tokens }) => tokens),
  };
}
