import type { Network } from "./contract.ts";

const forum = { source: "Akash forum, Inflation Update 2.0 and 3.0 (2021)", confidence: "medium" } as const;

/** The inflation model of 2021; actual inflation followed policy bands and was higher. */
export const akash: Network = {
  token: "AKT",
  genesis: "2020-09-25",
  blockSeconds: 6,
  countsBlocks: false,
  openingIssuance: 100_000_000,
  emission: { kind: "exponentialToCap", cap: 388_539_008, perYear: 0.187367 },
  stated: {
    genesis: forum,
    blockSeconds: { source: "usual of its kind of chain, from memory; the rule counts time", confidence: "low" },
    openingIssuance: { source: "AEP-5 and AEP-22", confidence: "high" },
    cap: { source: "AEP-5 and AEP-22: about 3.89e8", confidence: "high" },
    perYear: { source: "fitted to the published model supply of 149.3 million after one year", confidence: "medium" },
  },
};
