import type { Network } from "./contract.ts";

const consensusRule = { source: "Bitcoin consensus rule GetBlockSubsidy", confidence: "high" } as const;

/** Subsidy of 50 BTC shifted right every 210,000 blocks. */
export const bitcoin: Network = {
  token: "BTC",
  genesis: "2009-01-03",
  blockSeconds: 600,
  countsBlocks: true,
  openingIssuance: 0,
  emission: {
    kind: "heightHalving",
    tokensPerBlock: "50 tokens/block",
    intervalBlocks: 210_000,
    partsPerToken: 100_000_000,
  },
  stated: {
    genesis: { source: "time of the first block", confidence: "high" },
    blockSeconds: { source: "target spacing of blocks", confidence: "high" },
    openingIssuance: consensusRule,
    tokensPerBlock: consensusRule,
    intervalBlocks: consensusRule,
    partsPerToken: consensusRule,
  },
};
