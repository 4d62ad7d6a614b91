import type { Network } from "./contract.ts";

const docs = { source: "io.net documentation, Token Emission Schedule (2024)", confidence: "high" } as const;

/** Hourly geometric schedule of 2024 to 2026; replaced by pay in USD on 2026-06-11. First hour: 500 million x 8% / 8760. */
export const ioNet: Network = {
  token: "IO",
  genesis: "2024-06-11",
  blockSeconds: 3600,
  countsBlocks: false,
  openingIssuance: 500_000_000,
  emission: {
    kind: "geometric",
    firstTokens: (500_000_000 * 0.08) / 8760,
    period: "1 hour",
    disinflation: 0.0000138869523959793,
    periods: 175_319,
  },
  stated: {
    genesis: { source: "launch of the token, from memory", confidence: "low" },
    blockSeconds: { source: "the schedule counts hours", confidence: "high" },
    openingIssuance: docs,
    firstTokens: docs,
    period: docs,
    disinflation: docs,
    periods: { source: "hours after which the published total of 300 million is reached", confidence: "high" },
  },
};
