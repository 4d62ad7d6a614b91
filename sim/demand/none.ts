import { mechanism } from "../core/slot.ts";
import type { Demand } from "./contract.ts";

/** Nobody buys: the control in which only the subsidy pays. */
export const none = mechanism("none", "Nobody buys. The control in which only the subsidy pays.", {}, (): Demand => {
  const nothing = () => new Float64Array(0);
  return {
    segments: [],
    openingBeliefs: nothing(),
    ignoresWait: true,
    wanted: () => ({
      requests: nothing(),
      networkShare: nothing(),
      cloudShare: nothing(),
      nothingShare: nothing(),
      surplusUsd: nothing(),
    }),
    learn: ({ customers }) => ({ beliefs: nothing(), customers }),
    value: () => 0,
  };
});
