import { sum } from "../core/matrix.ts";
import type { Memory } from "../emission/contract.ts";
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
  /** what the schedule keeps for the next epoch */
  readonly memory: Memory;
}

/**
 * Tokens minted over the epoch: the schedule times the taper, piece by piece.
 *
 *   minted = sum over pieces of f_piece x mint(from, to, issuance)
 *
 * On the basis `shadow` the schedule runs on what it would have issued untapered; on `actual` on what was issued.
 * Source: docs/economy.md, "Emission"; closed forms `emission-within-epoch`, `taper-on-issuance-schedule`.
 */
export function emit({ emission, taper }: Rules, { token, market, validators }: World, { from, to }: Plan): Emitted {
  const inputs = {
    recycledTokens: token.lastRecycled,
    burnedTokens: token.lastBurned,
    price: market.price,
    revenueUsd: token.lastRevenueUsd,
    bondedShare: sum(validators.stake) / token.supply,
  };
  const shadow = taper.basis === "shadow";
  let minted = 0;
  let untapered = 0;
  let multiplied = 0;
  let memory = token.emissionMemory;
  for (const piece of taper.pieces(from, to)) {
    const state = {
      issuance: shadow ? token.shadowIssuance + untapered : token.issuance + minted,
      minted: shadow ? token.shadowMinted + untapered : token.minted + minted,
      memory,
    };
    const full = emission.mint(piece.from, piece.to, state, inputs);
    memory = emission.memory?.next(piece.from, piece.to, state, inputs) ?? memory;
    untapered += full;
    minted += piece.multiplier * full;
    multiplied += piece.multiplier * (piece.to - piece.from);
  }
  return { minted, untapered, multiplier: multiplied / (to - from), memory };
}
