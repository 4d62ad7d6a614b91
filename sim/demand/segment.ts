import { z } from "zod";
import { annualRate, fraction, notNegative, positive, requestsPerDay, usdPerRequest } from "../units.ts";
import { worthShape } from "./value.ts";

const calibration = z.strictObject({
  elasticity: positive.describe(
    "eps: percent of its requests that the network loses when its price rises by one percent",
  ),
  usdPerRequest: usdPerRequest
    .refine((usd) => usd > 0, { error: () => "expected a price above 0 USD/request" })
    .describe("P: price at which that was seen"),
  share: fraction
    .lt(1, { error: () => "expected a share below 1" })
    .describe("share of the market that the network had then"),
});

export const segmentSchema = z
  .strictObject({
    id: z.string().describe("name of the segment"),
    requests: requestsPerDay.describe("size of the market: requests a day that somebody will sell to it, or nobody"),
    growth: annualRate.default(0).describe("growth of the market a year"),
    sensitivity: positive
      .optional()
      .describe("alpha: utility per USD; odds move by e when the better offer gains 1/alpha USD"),
    calibration: calibration.optional().describe("an elasticity that was seen, in place of sensitivity"),
    usdPerSecond: notNegative.default(0).describe("c: USD that a second of waiting costs a customer, per request"),
    belief: fraction.describe("quality of the network that the segment believes in at the start"),
    ...worthShape,
  })
  .superRefine((segment, context) => {
    if ((segment.sensitivity === undefined) !== (segment.calibration === undefined)) return;
    const message = "expected either sensitivity, or calibration with elasticity, usdPerRequest and share";
    context.addIssue({ code: "custom", path: ["sensitivity"], message });
  });

export type Segment = z.output<typeof segmentSchema>;

/**
 * Utility per USD of a segment: as given, or from an elasticity seen at a price and a share.   alpha = eps / (P (1 - share))
 * Where the share moves, so does the elasticity.
 * Source: docs/customers.md, equation 8; closed form `logit-calibration`.
 */
export function sensitivityOf({ sensitivity, calibration: seen }: Segment): number {
  return sensitivity ?? seen!.elasticity / (seen!.usdPerRequest * (1 - seen!.share));
}
