import { fraction, notNegative } from "../units.ts";

/** Parameters that markets share. */
export const theta = notNegative
  .default(1)
  .describe("how strongly reputation attracts requests; 0 spreads them evenly over all who serve");

export const maxUtilisation = fraction
  .lt(1, { error: () => "expected a fraction below 1, or queues have no end" })
  .default(0.9)
  .describe("share of capacity that is filled before requests are refused, so that queues stay finite");

/** Relative width at which the search for a market's price, or for what is bought at it, stops. */
export const CLEARING_TOLERANCE = 1e-12;
