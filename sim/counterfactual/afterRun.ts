import type { Rows } from "../record.ts";
import { breakEvensOf } from "./breakEvens.ts";
import { armOf, cutEpochOf, lastEpochOf, quarterEpochs, yearAfter, type Played } from "./contract.ts";
import { heldArms, heldSets } from "./heldArms.ts";
import { lasting, lastingEpochs } from "./lasting.ts";
import { otherPrices } from "./otherPrices.ts";

/** Parts that are played after a run; each is left out where it says false. */
export interface Wanted {
  readonly why?: boolean;
  readonly lasting?: boolean;
  readonly breakEvens?: boolean;
  readonly otherPrices?: boolean;
}

/**
 * What is played once the arms are done, to say why: worlds in which something is held, the level that lasts, break-evens, another
 * kind of token price. Nothing that the run recorded depends on it.
 *
 * @param played counts epochs, for progress; about `epochsAfter` in all
 * @returns rows of the tables `counterfactuals`, `lasting`, `breakEvens` and `sensitivities`
 * Source: docs/counterfactuals.md.
 */
export async function* afterRun(
  run: Played,
  wanted: Wanted = {},
  played: () => void = () => {},
): AsyncGenerator<Rows, void, void> {
  const { why = true, lasting: level = true, breakEvens = true, otherPrices: prices = true } = wanted;
  if (why) yield* heldArms(run, played);
  if (level) yield* lasting(run, played);
  if (breakEvens) yield* breakEvensOf(run, played);
  if (prices) yield* otherPrices(run, played);
}

/** About how many epochs `afterRun` will play: arms may take longer to settle. */
export function epochsAfter(run: Played, wanted: Wanted = {}): number {
  const { why = true, lasting: level = true, breakEvens = true, otherPrices: prices = true } = wanted;
  const { forkEpoch } = run.arms;
  const beyond = Math.max(0, lastEpochOf(run) - forkEpoch);
  const cut = cutEpochOf(run);
  const { price, clock } = armOf(run.arms, "cut").rules;
  const toCut = cut === undefined ? 0 : Math.max(0, cut - forkEpoch);
  const quarter = quarterEpochs(clock);
  const apart = beyond > 0;
  const ofPool = price.exogenous ? toCut + quarter : 0;
  return (
    (why ? (heldSets.length + 1) * beyond : 0) +
    (level ? lastingEpochs(run) : 0) +
    (breakEvens && cut !== undefined ? toCut + 6 * quarter : 0) +
    (prices && apart && yearAfter(run) ? 2 * beyond + ofPool : 0)
  );
}
