import type { Arm, Arms } from "./arms.ts";
import { decide } from "./epoch/decide.ts";
import { settle } from "./epoch/settle.ts";
import { expanded } from "./record/batch.ts";
import type { Rows, Tables } from "./record.ts";
import type { LearnerState, Work } from "./task/contract.ts";
import { genesis, type World } from "./world.ts";

/**
 * Where a run stands, as plain data: what a checkpoint holds. `playing` counts the arms that are done once the arms have
 * parted; before that all arms are one world. `fork` is the world where they parted, kept for the arms still to play.
 */
export interface RunState {
  readonly playing: number;
  readonly world: World;
  readonly learner: LearnerState;
  readonly fork: { readonly world: World; readonly learner: LearnerState } | null;
}

/** An epoch that was played. */
export interface Played {
  /** the arms that this epoch belongs to: all of them until they part */
  readonly arms: readonly string[];
  readonly world: World;
  /** what to record; a table is made when it is asked for */
  readonly tables: Tables;
  /** the same as rows, made when they are asked for */
  readonly rows: Rows;
  /** what was measured in it */
  readonly work: Work;
  /** state after this epoch; valid until the next one is asked for */
  save(): RunState;
}

/** The state before the first epoch. @throws when the task cannot start, for example for want of its backend */
export function begin({ arms }: Arms): Promise<RunState> {
  return opening(arms[0]!, 0);
}

async function opening({ name, rules }: Arm, playing: number): Promise<RunState> {
  const learner = await rules.task.start(name);
  const state = { playing, world: genesis(rules), learner: learner.save(), fork: null };
  learner.dispose();
  return state;
}

/**
 * Plays the arms: one world until they part, then each from a copy of that world, one after the other; arms that never
 * were one world each start from their own, after those that were. Yields the epochs still to come after the state given.
 */
export async function* run({ arms, forkEpoch }: Arms, from: RunState): AsyncGenerator<Played, void, void> {
  let state = from;
  const sharing = arms.filter((arm) => !arm.apart);
  const names = sharing.map((arm) => arm.name);
  const { epochs } = arms[0]!.rules.clock;

  if (state.fork === null && state.playing === 0 && state.world.epoch < forkEpoch) {
    const trunk = (world: World, learner: LearnerState): RunState => ({ playing: 0, world, learner, fork: null });
    yield* play(arms[0]!, state, forkEpoch, names, trunk, (last) => (state = last));
  }
  const fork = forkEpoch === 0 ? null : (state.fork ?? { world: state.world, learner: state.learner });
  for (let playing = state.playing; playing < arms.length; playing++) {
    const arm = arms[playing]!;
    if (forkEpoch >= epochs && !arm.apart) continue; // played to its end with the others
    const copied = arm.apart ? null : fork;
    const start = playing === state.playing ? state : (copied ?? (await opening(arm, playing)));
    const waiting = playing + 1 < sharing.length ? fork : null;
    yield* play(arm, start, epochs, [arm.name], (world, learner) => ({ playing, world, learner, fork: waiting }));
  }
}

/** Plays one arm from a state up to an epoch, and hands the last state to `done`. */
async function* play(
  { name, rules }: Arm,
  start: Pick<RunState, "world" | "learner">,
  until: number,
  belongsTo: readonly string[],
  describe: (world: World, learner: LearnerState) => RunState,
  done: (last: RunState) => void = () => {},
): AsyncGenerator<Played, void, void> {
  const learner = await rules.task.load(start.learner, name);
  try {
    let world = start.world;
    while (world.epoch < until) {
      const plan = decide(rules, world);
      const work = await learner.perform(plan.work);
      const settled = settle(rules, world, plan, work);
      world = settled.world;
      const after = world;
      const tables = settled.tables(belongsTo);
      yield {
        arms: belongsTo,
        world,
        tables,
        get rows() {
          return expanded(tables);
        },
        work,
        save: () => describe(after, learner.save()),
      };
    }
    done(describe(world, learner.save()));
  } finally {
    learner.dispose();
  }
}
