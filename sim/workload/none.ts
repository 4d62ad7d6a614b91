import { mechanism } from "../core/slot.ts";
import type { Workload } from "./contract.ts";

/** The hardware has no other use. */
export const none = mechanism(
  "none",
  "The hardware has no other use: it serves this network, is switched off, or is sold.",
  {},
  (): Workload => ({ options: [] }),
);
