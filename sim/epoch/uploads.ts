import { floats } from "../core/arrays.ts";
import type { Work } from "../task/contract.ts";
import type { Operators } from "../world.ts";

/** What miners serve. All [operators] */
export type Uploads = Pick<Operators, "artefact" | "servedSince">;

/**
 * What each miner serves in an epoch and since when: the first block of the epoch in which that changed, NaN for nothing. A
 * miner that trains serves another model in each epoch.
 */
export function uploadsOf({ artefact: before, servedSince }: Uploads, { artefact }: Work, from: number): Uploads {
  const since = floats(artefact.length);
  for (let o = 0; o < since.length; o++)
    since[o] = artefact[o] === 0 ? NaN : artefact[o] === before[o] ? servedSince[o]! : from;
  return { artefact, servedSince: since };
}
