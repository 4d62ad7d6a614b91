import type { Network } from "./contract.ts";

const inferred = {
  source:
    "years 1 to 3 published (RNP-001, 006, 018); later years and the damped tail inferred so that year 60 is the last",
  confidence: "low",
} as const;

const TOTAL = 107_374_182;

/** 20% of 2^29 RENDER over 60 years: 8.5%, then 5.5% a year to year 5, 4% in year 6 and 0.945 times as much each year after. */
export const render: Network = {
  token: "RENDER",
  genesis: "2023-12-20",
  blockSeconds: 604_800,
  countsBlocks: false,
  openingIssuance: 0,
  emission: {
    kind: "table",
    periods: [
      { lasts: "1 year", tokens: 9_126_804 },
      { lasts: "4 years", tokens: 4 * 0.055 * TOTAL },
      { lasts: "1 year", tokens: 0.04 * TOTAL },
    ],
    damping: 0.945,
    cap: TOTAL,
  },
  stated: {
    genesis: { source: "first weekly epoch of burn and mint", confidence: "high" },
    blockSeconds: { source: "the network counts weeks", confidence: "high" },
    openingIssuance: { source: "counts what burn and mint issues, not the tokens before it", confidence: "high" },
    periods: inferred,
    damping: { source: "rendernetwork/RNPs, RNP-001", confidence: "high" },
    cap: { source: "rendernetwork/RNPs, RNP-001: 20% of 2^29", confidence: "high" },
  },
};
