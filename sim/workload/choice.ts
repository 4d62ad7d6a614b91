import { z } from "zod";
import { mechanism, slot } from "../core/slot.ts";
import type { OutsideOption, Workload } from "./contract.ts";
import { burnMint } from "./burnMint.ts";
import { path } from "./path.ts";
import { subnet } from "./subnet.ts";

/** Kinds that an option may have. */
const markets = slot<Workload>([burnMint, path, subnet]);

const NAME_EXPECTED = "expected small letters and digits with single hyphens between them";
const option = z.strictObject({
  name: z
    .string({ error: () => NAME_EXPECTED })
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, { error: () => NAME_EXPECTED })
    .describe("what the record calls it"),
  market: markets.schema.describe("how it pays"),
});

/**
 * Several things that the hardware could do instead; an operator goes where it expects most, less what the move costs.
 * Source: docs/operators.md, equations 2 and 3.
 */
export const choice = mechanism(
  "choice",
  "Several named markets for the same hardware, each of another kind of this slot; an operator goes where the expected margin less the cost of moving is largest. Source: docs/operators.md, Workloads.",
  {
    options: z
      .array(option)
      .min(1, { error: () => "expected at least one option" })
      .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, {
        error: () => "expected options with names of their own",
      })
      .describe("markets that hardware can move to"),
  },
  ({ options }, context): Workload => ({
    options: options.flatMap(({ name, market }) =>
      markets.build(market, context).options.map((one): OutsideOption => ({ ...one, name })),
    ),
  }),
);
