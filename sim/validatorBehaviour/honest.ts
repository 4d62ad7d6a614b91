import { mechanism } from "../core/slot.ts";
import type { ValidatorBehaviour } from "./contract.ts";

/** Audits, and sets the weights that scoring makes of its own audits. */
export const honest = mechanism(
  "honest",
  "Audits, and sets the weights that scoring makes of its own audits.",
  {},
  (): ValidatorBehaviour => ({ decide: () => ({ audits: true, row: null }) }),
);
