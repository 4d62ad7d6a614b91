import type { ConsensusInput } from "../../sim/consensus/contract.ts";

/** A subnet as nested arrays, [validators][miners]: what the naive versions compute on. */
export interface DenseSubnet {
  readonly stake: number[];
  readonly weights: number[][];
  readonly bonds: number[][];
  readonly kappa: number;
  readonly bondAlpha: number;
}

/** The same subnet without its empty rows and columns. */
export function denseOf(
  { stake, weights, n }: ConsensusInput,
  validators: number,
  parameters: { readonly kappa: number; readonly bondAlpha: number },
): DenseSubnet {
  const rows = Array.from({ length: validators }, (_, i) => {
    const row = new Array<number>(n - validators).fill(0);
    for (let k = weights.start[i]!; k < weights.start[i + 1]!; k++)
      row[weights.index[k]! - validators] = weights.value[k]!;
    return row;
  });
  return {
    stake: Array.from(stake).slice(0, validators),
    weights: rows,
    bonds: rows.map((row) => row.map(() => 0)),
    ...parameters,
  };
}
