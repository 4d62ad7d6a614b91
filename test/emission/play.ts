import type { Memory } from "../../sim/core/memory.ts";
import type { Emission, EmissionInputs } from "../../sim/emission/contract.ts";

/** A quiet world, but for what is given. */
export const inputsOf = (given: Partial<EmissionInputs>): EmissionInputs => ({
  ...{ recycledTokens: 0, burnedTokens: 100, price: 1, revenueUsd: 100, bondedShare: 0.3 },
  pool: { tokens: 1_000_000, usd: 60_000_000, usdWeight: 0.5, usersUsd: 0 },
  ...given,
});

/** Tokens minted from the first cut to the last, step by step, with what each step leaves behind. */
export function playThrough(
  rule: Emission,
  cuts: readonly number[],
  inputs: EmissionInputs = inputsOf({}),
  opening = 0,
): number {
  let minted = 0;
  let memory: Memory = rule.memory?.opening ?? [];
  for (let k = 1; k < cuts.length; k++) {
    const [from, to] = [cuts[k - 1]!, cuts[k]!];
    const state = { issuance: opening + minted, minted, memory };
    minted += rule.mint(from, to, state, inputs);
    memory = rule.memory?.next(from, to, state, inputs) ?? memory;
  }
  return minted;
}
