import type { Network } from "./contract.ts";

const code = {
  source: "opentensor/subtensor at 14bc6f9, pallets/subtensor/src/coinbase/block_emission.rs",
  confidence: "high",
} as const;

/** One TAO a block, halved by issuance. The same rule makes each subnet's own token. */
export const bittensor: Network = {
  token: "TAO",
  genesis: "2021-11-08",
  blockSeconds: 12,
  countsBlocks: true,
  openingIssuance: 0,
  emission: {
    kind: "issuanceHalving",
    tokensPerBlock: "1 token/block",
    cap: 21_000_000,
    partsPerToken: 1_000_000_000,
  },
  stated: {
    genesis: { source: "start of the second main network, from memory", confidence: "low" },
    blockSeconds: code,
    openingIssuance: { source: "no tokens before the first block, from memory", confidence: "low" },
    tokensPerBlock: code,
    cap: code,
    partsPerToken: code,
  },
};
