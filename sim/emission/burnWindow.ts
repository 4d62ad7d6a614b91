import type { Memory } from "../core/memory.ts";
import type { EmissionInputs } from "./contract.ts";

/**
 * Mean burn over a window before now, from a memory of (blocks, tokens) pairs, newest first. What was burned in the epoch before is
 * taken as burned evenly over the span that it is entered for; the mean is held within a span, so a span pays what its end would.
 */
export interface BurnWindow {
  readonly opening: Memory;
  /** the window after [from, to) has been entered */
  entered(from: number, to: number, memory: Memory, inputs: EmissionInputs): Memory;
  /** tokens per block, the time before genesis counted as without burns */
  mean(memory: Memory): number;
}

/** @param windowBlocks length of the window @param tempo blocks over which `burnedTokens` were burned */
export function burnWindow(windowBlocks: number, tempo: number): BurnWindow {
  return {
    opening: [],
    entered(from, to, memory, { burnedTokens }) {
      if (to <= from) return memory;
      const all = [to - from, (burnedTokens * (to - from)) / tempo, ...memory];
      const kept: number[] = [];
      let left = windowBlocks;
      for (let k = 0; k < all.length && left > 0; k += 2) {
        const blocks = Math.min(left, all[k]!);
        kept.push(blocks, (all[k + 1]! * blocks) / all[k]!);
        left -= blocks;
      }
      return kept;
    },
    mean: (memory) => memory.reduce((sum, x, k) => (k % 2 === 1 ? sum + x : sum), 0) / windowBlocks,
  };
}
