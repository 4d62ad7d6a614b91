import type { Memory } from "../core/memory.ts";
import type { Emission, EmissionInputs } from "../emission/contract.ts";
import type { Piece, Seen, Taper, Target } from "../taper/contract.ts";
import { injectionOf, type Injection } from "./injection.ts";

/** What has been issued when a span begins, and what the emission looks back at. */
export interface Issued {
  readonly issuance: number;
  /** what the untapered schedule would have issued: the basis `shadow` */
  readonly shadowIssuance: number;
  readonly minted: number;
  readonly shadowMinted: number;
  readonly emissionMemory: Memory;
}

/** Blocks [from, to), and what the rules see in them. */
export interface Span {
  readonly from: number;
  readonly to: number;
  readonly inputs: EmissionInputs;
  readonly seen: Seen;
  /** burned tokens that a settlement mints anew as pay, per block; 0 where it does not */
  readonly remintedPerBlock: number;
}

/** Tokens of a span. */
export interface Emitted {
  readonly minted: number;
  /** what the schedule would have minted without the taper */
  readonly untapered: number;
  /** the part of it that the taper acts on: what customers' burned tokens do not fund */
  readonly subsidy: number;
  /** tokens among those minted that stand for burned ones, whether the settlement or the emission mints them anew */
  readonly reminted: number;
  /** mean multiplier of that part over the epoch's blocks */
  readonly multiplier: number;
  /** what is added to the token's pool, and what stakers on root get */
  readonly injected: Injection;
  /** what the schedule and the taper keep for the next epoch */
  readonly memory: Memory;
  readonly taperMemory: Memory;
}

/**
 * Tokens minted over a span of blocks: the schedule times the taper, piece by piece.
 *
 *   minted = sum over pieces of R + min(f (E - R), most)      E = mint(from, to, issuance)
 *
 * R = min(E, B) where the settlement mints burned tokens anew, B the piece's part by blocks of what was burned in the epoch
 * before, and 0 elsewhere: only what customers do not fund is subsidy. `most` is the piece's bound, where it has one.
 * On the basis `shadow` the schedule runs on what it would have issued untapered; on `actual` on what was issued, the piece's own
 * blocks included.
 * Source: docs/economy.md, "Emission"; closed forms `emission-within-epoch`, `taper-on-issuance-schedule`.
 */
export function mintTapered(
  { emission, taper }: { readonly emission: Emission; readonly taper: Taper },
  issued: Issued,
  { from, to, inputs, seen, remintedPerBlock }: Span,
): Emitted {
  const shadow = taper.basis === "shadow";
  let minted = 0;
  let untapered = 0;
  let subsidy = 0;
  let reminted = 0;
  let multiplied = 0;
  let memory = issued.emissionMemory;
  const injections: Parameters<typeof injectionOf>[0][number][] = [];
  for (const piece of taper.pieces(from, to, seen)) {
    const added = injectionOf(injections, taper.target);
    const state = {
      issuance: shadow
        ? issued.shadowIssuance + untapered + added.untaperedTokens
        : issued.issuance + minted + added.tokens,
      minted: shadow ? issued.shadowMinted + untapered : issued.minted + minted,
      memory,
    };
    const blocks = piece.to - piece.from;
    const remintable = remintedPerBlock * blocks;
    const mint = (kept: number) => emission.mint(piece.from, piece.to, { kept, ...state }, inputs);
    const full = mint(shadow ? 1 : keptShare(payMultiplier(piece, taper.target, 0), remintable, mint));
    const byEmission = emission.reminted?.(piece.from, piece.to, state, inputs) ?? 0;
    const own = emission.inject?.(piece.from, piece.to, state, inputs);
    if (own) injections.push({ piece, own });
    memory = own?.memory ?? emission.memory?.next(piece.from, piece.to, state, inputs) ?? memory;
    const bySettlement = Math.min(full, remintable);
    const multiplier = payMultiplier(piece, taper.target, full - bySettlement);
    untapered += full;
    subsidy += full - bySettlement;
    minted += bySettlement + multiplier * (full - bySettlement);
    reminted += Math.max(bySettlement, multiplier * byEmission);
    multiplied += multiplier * blocks;
  }
  const taperMemory = taper.memory?.next(from, to, seen) ?? [];
  const injected = injectionOf(injections, taper.target);
  return { minted, untapered, subsidy, reminted, multiplier: multiplied / (to - from), injected, memory, taperMemory };
}

/**
 * Share of a piece's tokens that its own later blocks find issued, on the basis `actual`: f, and more of it where burned tokens are
 * minted anew.   R / E + f (1 - R / E)
 */
function keptShare(multiplier: number, remintable: number, mint: (kept: number) => number): number {
  if (multiplier === 1 || remintable === 0) return multiplier;
  const full = mint(multiplier);
  return full > remintable ? multiplier + (1 - multiplier) * (remintable / full) : 1;
}

/** f of newly minted pay over a piece, its bound included; the taper may be meant for liquidity alone. */
function payMultiplier({ multiplier, mostTokens }: Piece, target: Target, subsidy: number): number {
  if (target === "taoIn") return 1;
  return mostTokens !== undefined && multiplier * subsidy > mostTokens ? mostTokens / subsidy : multiplier;
}
