import { decide } from "../epoch/decide.ts";
import { networkRow } from "../epoch/rows/network.ts";
import { settle, type Settlements } from "../epoch/settle.ts";
import type { Rules } from "../rules.ts";
import type { Learner, LearnerState, Work } from "../task/contract.ts";
import type { World } from "../world.ts";

/** An epoch that was played on. */
export interface Step {
  readonly epoch: number;
  /** the world after it */
  readonly world: World;
  /** a column of the table `epochs` */
  number(column: string): number;
  readonly settlements: Settlements;
  readonly work: Work;
  /** the learner after it; valid until the next epoch is asked for */
  save(): LearnerState;
}

/**
 * Plays a world on, epoch by epoch, up to one that is not played any more. Frees the learner at the end.
 * @throws RangeError when a column that is asked for is not declared
 */
export async function* playOn(
  rules: Rules,
  start: World,
  learner: Learner,
  until: number,
): AsyncGenerator<Step, void, void> {
  try {
    let world = start;
    while (world.epoch < until) {
      const before = world;
      const plan = decide(rules, before);
      const work = await learner.perform(plan.work);
      const { world: after, settlements } = settle(rules, before, plan, work);
      world = after;
      let row: ReturnType<typeof networkRow> | undefined;
      yield {
        epoch: before.epoch,
        world: after,
        settlements,
        work,
        save: () => learner.save(),
        number(column) {
          row ??= networkRow({}, before, after, settlements);
          const value = row[column];
          if (typeof value !== "number") throw new RangeError(`counterfactuals: epochs has no column "${column}"`);
          return value;
        },
      };
    }
  } finally {
    learner.dispose();
  }
}
