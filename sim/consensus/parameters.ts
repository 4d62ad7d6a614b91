import { blocks, count, tokens } from "../units.ts";

/** Who counts: parameters that every consensus kind shares. */
export const electorate = {
  activityCutoff: blocks
    .optional()
    .describe("blocks after its last weights at which a uid counts as inactive; 13.889 epochs when left out"),
  stakeThreshold: tokens.prefault(0).describe("stake below this does not count (the owner's always does)"),
  maxValidators: count.default(64).describe("permits: the largest stakes that may set weights"),
};

/** The same as plain numbers, for the functions that read them. */
export interface Electorate {
  readonly activityCutoff?: number | undefined;
  readonly stakeThreshold: number;
  readonly maxValidators: number;
}

/** Inactivity in thousandths of an epoch, as on the chain. */
const ACTIVITY_MILLI_EPOCHS = 13_889;

/**
 * Blocks without new weights after which a uid is inactive: 5,000 at 360 blocks an epoch.
 * Source: docs/yuma.md, equation 1.
 */
export function activityCutoff(parameters: Electorate, tempo: number): number {
  return parameters.activityCutoff ?? Math.max(1, Math.floor((ACTIVITY_MILLI_EPOCHS * tempo) / 1000));
}
