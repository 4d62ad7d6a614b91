import type { Rules } from "../rules.ts";
import type { World } from "../world.ts";
import type { Plan } from "./plan.ts";

/** Tokens of the epoch. */
export interface Emitted {
  readonly minted: number;
  /** what the schedule would have minted without the taper */
  readonly untapered: number;
  /** mean multiplier over the epoch's blocks */
  readonly multiplier: number;
}

/**
 * Tokens minted over the epoch: the schedule times the taper, piece by piece.
 *
 *   minted = sum over pieces of f_piece x mint(from, to, issuance)
 *
 * On the basis `shadow` the schedule runs on what it would have issued untapered; on `actual` on what was issued.
 * Source: docs/economy.md, "Emission"; closed forms `emission-within-epoch`, `taper-on-issuance-schedule`.
 */
export function emit({ emission, taper }: Rules, { token, market }: World, { from, to }: Plan): Emitted {
  const inputs = { recycledTokens: token.lastRecycled, price: market.price, revenueUsd: token.lastRevenueUsd };
  const shadow = taper.basis === "shadow";
  let minted = 0;
  let untapered = 0;
  let multiplied = 0;
  for (const piece of taper.pieces(from, to)) {
    const issuance = shadow ? token.shadowIssuance + untapered : token.issuance + minted;
    const full = emission.mint(piece.from, piece.to, { issuance }, inputs);
    untapered += full;
    minted += piece.multiplier * full;
    multiplied += piece.multiplier * (piece.to - piece.from);
  }
  return { minted, untapered, multiplier: multiplied / (to - from) };
}
