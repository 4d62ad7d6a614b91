import type { Network } from "./contract.ts";

const hip20 = { source: "helium/HIP, 0020-hnt-max-supply.md", confidence: "high" } as const;
const hip147 = { source: "helium/HIP, HIP-147", confidence: "high" } as const;

/** 60 million HNT a year, halved every second August, and burned tokens minted anew up to a cap. */
export const helium: Network = {
  token: "HNT",
  genesis: "2019-08-01",
  blockSeconds: 60,
  countsBlocks: false,
  openingIssuance: 0,
  emission: {
    kind: "netEmission",
    schedule: { kind: "timeHalving", tokensPerYear: "60000000 tokens/year", interval: "2 years" },
    window: "7 days",
    mostPerDay: "1643.52 tokens/day",
  },
  stated: {
    genesis: hip20,
    blockSeconds: {
      source: "target of the network's first chain, from memory; the rule counts time",
      confidence: "low",
    },
    openingIssuance: hip20,
    schedule: hip20,
    window: hip147,
    mostPerDay: hip147,
  },
};
