import type { ConsensusInput } from "../../sim/consensus/contract.ts";
import { emptyRows, sparseFromPairs } from "../../sim/core/matrix.ts";
import { draw } from "../../sim/core/random.ts";

export interface Size {
  readonly validators: number;
  readonly miners: number;
  /** share of the pairs that are listed */
  readonly density: number;
}

/** Validators take the first uids; each lists miners with weights between 0.2 and 1.2, drawn for the pair. */
export function subnet({ validators, miners, density }: Size): ConsensusInput {
  const n = validators + miners;
  const listed = (i: number, j: number) => density === 1 || draw(1, "listed", i, String(j)) < density;
  const rows = Array.from({ length: n }, (_, i) => {
    const row: [number, number][] = [];
    if (i >= validators) return row;
    for (let j = 0; j < miners; j++) {
      if (listed(i, j)) row.push([validators + j, 0.2 + draw(1, "weight", i, String(j))]);
    }
    return row;
  });
  return {
    n,
    block: 720,
    tempo: 360,
    stake: Float64Array.from({ length: n }, (_, i) => (i < validators ? 1 + draw(1, "stake", 0, String(i)) : 0)),
    lastUpdate: new Float64Array(n).fill(720),
    registeredAt: new Float64Array(n).fill(-1),
    permits: Uint8Array.from({ length: n }, (_, i) => (i < validators ? 1 : 0)),
    weights: sparseFromPairs(rows, n),
    bonds: emptyRows(n, n),
    before: null,
    lastStepBlock: 360,
    ownerUid: null,
  };
}
