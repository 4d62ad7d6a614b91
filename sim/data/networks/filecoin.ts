import type { Network } from "./contract.ts";

const spec = {
  source: "filecoin-project/specs, Block Reward Minting and Token Allocation",
  confidence: "high",
} as const;

/**
 * 330 million by time, 770 million by network time. Capacity follows the baseline here, so that network time is time: the most
 * that can be minted. Three opening baselines circulate: 2.5 EiB (spec), 2.88888888 EB (code), 2.766213637444971 EB (fitted).
 */
export const filecoin: Network = {
  token: "FIL",
  genesis: "2020-10-15",
  blockSeconds: 30,
  countsBlocks: false,
  openingIssuance: 0,
  emission: {
    kind: "baseline",
    simple: 330_000_000,
    gated: 770_000_000,
    halfLife: "6 years",
    openingBaseline: 2.88888888,
    baselineGrowth: 1,
    openingCapacity: 2.88888888,
    capacityGrowth: 1,
  },
  stated: {
    genesis: spec,
    blockSeconds: spec,
    openingIssuance: spec,
    simple: spec,
    gated: spec,
    halfLife: spec,
    openingBaseline: {
      source: "filecoin-project/builtin-actors at 04eef6b, actors/reward/src/logic.rs, in EB",
      confidence: "high",
    },
    baselineGrowth: spec,
    openingCapacity: { source: "assumption: on the baseline", confidence: "low" },
    capacityGrowth: { source: "assumption: on the baseline", confidence: "low" },
  },
};
