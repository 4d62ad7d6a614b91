import { mechanism } from "../core/slot.ts";
import type { ValidatorBehaviour } from "./contract.ts";
import { favour } from "./favour.ts";

/** Audits nothing, commits to equal weights and never shows them. */
export const nonRevealer = mechanism(
  "nonRevealer",
  "Audits nothing, commits to equal weights for all serving miners and never reveals them, so that no epoch uses any. Where " +
    "weights are set openly it sets none. Source: docs/economy.md, equation 80.",
  {},
  (): ValidatorBehaviour => ({
    decide: (view) => ({ audits: false, row: favour(view, () => true), reveals: false }),
  }),
);
