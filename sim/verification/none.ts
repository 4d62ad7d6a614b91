import { mechanism } from "../core/slot.ts";
import type { Verification } from "./contract.ts";
import { believed, unchecked } from "./unchecked.ts";

/** Nobody checks: every working validator believes each serving miner's own claim of quality 1. */
export const none = mechanism(
  "none",
  "Nobody checks: every working validator believes each serving miner's own claim of quality 1, at no cost and at once. " +
    "The control under which cheating is never seen.",
  {},
  (): Verification => ({
    blind: true,
    plan: () => ({ validators: new Int32Array(0), miners: new Int32Array(0) }),
    judge: (input) => ({
      // PERF: a matrix of 8 validators and 1,000 miners takes 20 us, and nobody asks for it where weights do not count.
      get estimates() {
        return believed(input);
      },
      finalitySeconds: 0,
      ...unchecked(input),
    }),
  }),
);
