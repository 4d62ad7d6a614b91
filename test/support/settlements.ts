/** Settlements that burn, buy, mint or keep tokens, as a scenario would write them. */
export const settlements = {
  takeRate: "{ kind: takeRate, tokenShare: 0.6, validatorShare: 0.5 }",
  burnMint: "{ kind: burnMint, burnShare: 0.8, validatorShare: 0.2 }",
  depositSettle: "{ kind: depositSettle, prepaid: 30 days }",
  buyback: "{ kind: buyback, buybackShare: 0.2, treasuryShare: 0.05 }",
  baseFeeBurn: "{ kind: baseFeeBurn, start: 0.001 USD/request, minimum: 0.0002 USD/request }",
} as const;
