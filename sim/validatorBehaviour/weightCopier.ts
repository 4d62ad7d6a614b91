import { normalize } from "../core/matrix.ts";
import { mechanism } from "../core/slot.ts";
import type { ValidatorBehaviour } from "./contract.ts";

/** Audits nothing and sets last epoch's published consensus weights; an empty row until there are any. */
export const weightCopier = mechanism(
  "weightCopier",
  "Audits nothing and sets last epoch's published consensus weights, normalised; an empty row until there are any.",
  {},
  (): ValidatorBehaviour => ({
    decide: ({ consensusWeight }) => ({ audits: false, row: normalize(consensusWeight) }),
  }),
);
