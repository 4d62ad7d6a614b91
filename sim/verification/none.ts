import { matrix } from "../core/matrix.ts";
import { mechanism } from "../core/slot.ts";
import type { Verification } from "./contract.ts";

/** Nobody checks: every working validator believes each serving miner's own claim of quality 1. */
export const none = mechanism(
  "none",
  "Nobody checks: every working validator believes each serving miner's own claim of quality 1, at no cost and at once. " +
    "The control under which cheating is never seen.",
  {},
  (): Verification => ({
    plan: () => ({ validators: new Int32Array(0), miners: new Int32Array(0) }),
    judge({ validators, operators, serving, working }) {
      const estimates = matrix(validators, operators, NaN);
      for (let i = 0; i < validators; i++) {
        if (!working[i]) continue;
        for (let j = 0; j < operators; j++) if (serving[j]) estimates.data[i * operators + j] = 1;
      }
      return {
        estimates,
        flags: new Float64Array(operators),
        costUsd: new Float64Array(validators),
        finalitySeconds: 0,
      };
    },
  }),
);
