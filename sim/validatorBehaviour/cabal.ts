import { z } from "zod";
import { normalize } from "../core/matrix.ts";
import { mechanism } from "../core/slot.ts";
import type { ValidatorBehaviour } from "./contract.ts";

/** Audits nothing and gives all its weight, in equal parts, to the serving miners of the groups it favours. */
export const cabal = mechanism(
  "cabal",
  "Audits nothing and gives all its weight, in equal parts, to the serving miners of the groups it favours. " +
    "Several such validators capture a consensus that does not clip.",
  {
    favours: z
      .array(z.string(), { error: () => "expected a list of participant groups" })
      .min(1, { error: () => "expected at least one group" })
      .describe("groups of participants whose miners get all weight"),
  },
  ({ favours }): ValidatorBehaviour => {
    const favoured = new Set(favours);
    return {
      decide: ({ serving, operatorGroups }) => ({
        audits: false,
        row: normalize(Float64Array.from(serving, (on, j) => (on && favoured.has(operatorGroups[j]!) ? 1 : 0))),
      }),
    };
  },
);
