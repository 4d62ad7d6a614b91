import { mechanism } from "../core/slot.ts";
import type { Taper } from "./contract.ts";
import { cutAt } from "./shared.ts";

/** The subsidy never ends.   f(b) = 1 */
export const never = mechanism(
  "never",
  "The subsidy never ends: f(b) = 1. The arm `keep` of every run.",
  {},
  (): Taper => ({
    basis: "shadow",
    target: "both",
    announcedAt: Infinity,
    from: Infinity,
    floorAt: Infinity,
    multiplier: () => 1,
    pieces: (from, to) => cutAt(from, to, [], () => 1),
  }),
);
