import { readdirSync, readFileSync } from "node:fs";
import type { SparseRows } from "../../sim/core/matrix.ts";
import type { ChainStep } from "../../sim/snapshot/chain.ts";
import type { ChainParameters } from "../../sim/snapshot/chainSchema.ts";
import type { Pairs } from "../../sim/snapshot/fields.ts";

/** Cases taken from the chain's own tests; each file names its source. Fields are described in docs/snapshots.md. */
const folder = new URL("../vectors/consensus/", import.meta.url);

export interface VectorFile {
  readonly name: string;
  readonly kind: string;
  /** where the file comes from; one that was computed for this purpose says how as `origin` */
  readonly source?: Record<string, string>;
  readonly origin?: string;
}

export interface Step extends ChainStep {
  readonly label: string;
  readonly asserted: Record<string, never>;
  readonly expected: Record<string, never>;
}

export interface EpochSequence extends VectorFile {
  readonly n: number;
  readonly params: ChainParameters;
  readonly tolerance: {
    readonly expected_float_abs: number;
    readonly expected_u16_abs: number;
    readonly expected_emission_abs: number;
  };
  readonly steps: Step[];
}

/** Every file of the folder, by kind. */
export function vectors<File extends VectorFile>(kind: string): File[] {
  return allVectors().filter((file) => file.kind === kind) as File[];
}

export function allVectors(): VectorFile[] {
  return readdirSync(folder).map((name) => JSON.parse(readFileSync(new URL(name, folder), "utf8")) as VectorFile);
}

/** Rows of pairs as a full matrix, so that a missing entry and an explicit 0 compare equal. */
export function dense(m: SparseRows | Pairs, n: number): number[][] {
  const rows = Array.from({ length: n }, () => new Array<number>(n).fill(0));
  if (!("start" in m)) m.forEach((row, i) => row.forEach(([j, value]) => (rows[i]![j] = value)));
  else {
    for (let i = 0; i < n; i++) {
      for (let k = m.start[i]!; k < m.start[i + 1]!; k++) rows[i]![m.index[k]!] = m.value[k]!;
    }
  }
  return rows;
}
