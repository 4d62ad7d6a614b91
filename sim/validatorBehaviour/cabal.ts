import { z } from "zod";
import { mechanism } from "../core/slot.ts";
import type { ValidatorBehaviour } from "./contract.ts";
import { favour } from "./favour.ts";

/** Audits nothing and gives all its weight, in equal parts, to the serving miners of the groups it favours. */
export const cabal = mechanism(
  "cabal",
  "Audits nothing and gives all its weight, in equal parts, to the serving miners of the groups it favours. " +
    "Several such validators capture a consensus that does not clip. Source: docs/economy.md, equation 80.",
  {
    favours: z
      .array(z.string(), { error: () => "expected a list of participant groups" })
      .min(1, { error: () => "expected at least one group" })
      .describe("groups of participants whose miners get all weight"),
  },
  ({ favours }): ValidatorBehaviour => {
    const favoured = new Set(favours);
    return {
      needed: { path: "favours", groups: favours },
      decide: (view) => ({ audits: false, row: favour(view, (group) => favoured.has(group)) }),
    };
  },
);
