import type { Network } from "./contract.ts";

const contract = { source: "livepeer/protocol, Minter contract and migrations.config", confidence: "high" } as const;

/** The controller as launched; the step fell to 500 billionths with LIP-35 in August 2020. */
export const livepeer: Network = {
  token: "LPT",
  genesis: "2018-05-01",
  blockSeconds: 12,
  countsBlocks: false,
  openingIssuance: 10_000_000,
  emission: {
    kind: "bondingController",
    target: 0.5,
    openingBillionths: 137_000,
    stepBillionths: 3_000,
    round: "21 hours",
  },
  stated: {
    genesis: { source: "launch of the network, from memory", confidence: "low" },
    blockSeconds: { source: "block time of its chain, from memory; the rule counts rounds", confidence: "low" },
    openingIssuance: { source: "tokens at launch, from memory", confidence: "low" },
    target: contract,
    openingBillionths: contract,
    stepBillionths: contract,
    round: { source: "observed: 414.7 to 417 rounds a year", confidence: "medium" },
  },
};
