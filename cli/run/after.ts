import type { Arms } from "../../sim/arms.ts";
import { afterRun, epochsAfter } from "../../sim/counterfactual/afterRun.ts";
import type { Rows } from "../../sim/record.ts";
import type { Scenario } from "../../sim/scenario.ts";
import { progressLine } from "./progress.ts";
import type { States } from "./states.ts";

/** What a run whose arms have all ended can be asked. */
export interface Ended {
  readonly arms: Arms;
  /** the scenario as written: the arm cut */
  readonly scenario: Scenario;
  /** reads where the arms parted and where each ended */
  states(): States;
}

/**
 * Plays what comes after the arms, and yields the rows to record of it: worlds that say why service was lost, what lasts, and
 * whether break-evens hold. It starts from the states alone, so that a run that is stopped in the midst of it begins it anew and
 * leaves the same bytes.
 */
export async function* playAfter({ arms, scenario, states }: Ended): AsyncGenerator<Rows, void, void> {
  const run = { arms, scenario, ...states() };
  const progress = progressLine(({ played, total }) => `why, and what lasts: epoch ${played} of about ${total}`);
  const total = epochsAfter(run);
  let played = 0;
  try {
    yield* afterRun(run, {}, () => progress.show({ played: ++played, total: Math.max(played, total) }));
  } finally {
    progress.end();
  }
}
