import type { MinerEpoch } from "../../reports/trust/minerEpochs.ts";

/** An honest miner in an epoch, audited once. */
export const honest: MinerEpoch = {
  epoch: 0,
  id: "honest",
  behaviour: "honest",
  hardware: "a100",
  hours: 168,
  mayCheat: false,
  cheating: false,
  audits: 1,
  failed: 0,
  netUsdPerDay: 6,
  incomeUsdPerDay: 10,
  runningUsdPerDay: 4,
  slashedUsdPerDay: 0,
  bondUsd: 20,
};
