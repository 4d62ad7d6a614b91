import { z } from "zod";
import { fraction, positive, positiveDuration } from "../units.ts";

/** How a group's members move phi. Source: docs/operators.md, equation 7. */
export const climbing = z.strictObject({
  step: fraction
    .refine((step) => step > 0, { error: () => "expected a fraction above 0" })
    .describe("how far phi moves at once"),
  every: positiveDuration.describe("time over which profit is averaged before phi moves"),
});

const RANGE_EXPECTED = "expected two numbers above 0, such as [0.5, 1.5], the least first";

/** Least and most of what members cost. Source: docs/operators.md, equation 12. */
export const costRange = z
  .array(positive, { error: () => RANGE_EXPECTED })
  .refine((range) => range.length === 2 && range[0]! <= range[1]!, { error: () => RANGE_EXPECTED });

/** Learning by doing. Source: docs/operators.md, equation 13. */
export const learning = z.strictObject({
  rate: fraction
    .refine((rate) => rate < 1, { error: () => "expected a fraction below 1" })
    .describe("share by which costs fall with every doubling of the requests ever served"),
  from: positive.describe("requests ever served from which costs fall"),
});
