/**
 * States of a run that are kept for what is played after it: where its arms parted, and where each of them ended. They lie
 * beside the checkpoints and go with them.
 */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Arms } from "../../sim/arms.ts";
import type { Played, RunState } from "../../sim/run.ts";
import { checkpointFolder, writeWhole } from "./checkpoints.ts";
import { readPlainData } from "./plainData.ts";

/** A world, what its miners have learnt, and what was measured of them in the epoch before it. */
export type State = Pick<RunState, "world" | "learner"> & Pick<Played, "work">;

export interface States {
  /** where the arms parted; null where they were never one world, or never parted */
  readonly fork: State | null;
  /** after the last epoch of an arm, by its name; arms that have not ended are not there */
  readonly ends: Readonly<Record<string, State>>;
}

const FORK = "fork.state";
const END = /^end-(.+)\.state$/;
const endName = (arm: string): string => `end-${arm}.state`;

/** Keeps the state after an epoch, where it is one of those. */
export async function saveStates(dir: string, { arms, forkEpoch }: Arms, epoch: Played): Promise<void> {
  const [{ name: first, rules }] = arms as [Arms["arms"][number]];
  const done = epoch.world.epoch;
  const ended = done === rules.clock.epochs;
  const parting = !ended && done === forkEpoch && epoch.arms.includes(first);
  if (!ended && !parting) return;
  const { world, learner } = epoch.save();
  const names = ended ? epoch.arms.map(endName) : [FORK];
  for (const name of names) await writeWhole(dir, name, { world, learner, work: epoch.work } satisfies State);
}

/** The states that a run has kept so far. */
export function readStates(dir: string): States {
  const folder = checkpointFolder(dir);
  const names = readdirSync(folder);
  const stateOf = (name: string) => readPlainData(join(folder, name)) as State;
  const ends = names.flatMap((name) => {
    const arm = END.exec(name)?.[1];
    return arm === undefined ? [] : [[arm, stateOf(name)] as const];
  });
  return { fork: names.includes(FORK) ? stateOf(FORK) : null, ends: Object.fromEntries(ends) };
}
