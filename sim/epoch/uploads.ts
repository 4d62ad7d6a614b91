import type { Work } from "../task/contract.ts";
import type { Operators } from "../world.ts";

/** What miners serve. All [operators] */
export type Uploads = Pick<Operators, "artefact" | "servedSince">;

/**
 * What each miner serves in an epoch and since when: the first block of the epoch in which that changed, NaN for nothing. A
 * miner that trains serves another model in each epoch.
 */
export function uploadsOf({ artefact: before, servedSince }: Uploads, { artefact }: Work, from: number): Uploads {
  return {
    artefact: artefact.slice(),
    servedSince: servedSince.map((since, o) => {
      if (artefact[o] === 0) return NaN;
      return artefact[o] === before[o] ? since : from;
    }),
  };
}
