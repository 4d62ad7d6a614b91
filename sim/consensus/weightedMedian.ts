import { floats, ints } from "../core/arrays.ts";
import { reaches, sameLength } from "../core/check.ts";
import { normalize, tabulate, type SparseRows, type Vec } from "../core/matrix.ts";

/**
 * Largest weight on each uid that holders of at least `kappa` of the active stake also give.
 *
 *   C_j = max { w : sum_i a_i [W_ij >= w] >= kappa }
 *
 * A missing weight is 0 and counts, so a miner unseen by too much stake gets 0. The answer is one of the submitted
 * weights, never a value between two. Support of exactly kappa is enough (up to 1e-12, for the rounding of sums).
 *
 * @param weights [n, n]; each row sums to 1 or 0
 * @param stake   [n] a_i; rows without active stake are ignored and the rest counts as a whole
 * @param kappa   fraction; 0 takes the largest weight, 1 the smallest
 * @returns [n] in [0, 1]; 0 where support never reaches kappa
 * @throws RangeError when stake and weights disagree on the number of rows
 * Source: docs/yuma.md, equation 7.
 */
export function consensusWeight(weights: SparseRows, stake: Vec, kappa: number): Float64Array {
  if (stake.length !== weights.rows) {
    throw new RangeError(`consensusWeight: stake has ${stake.length} entries, weights has ${weights.rows} rows`);
  }
  const share = normalize(stake);
  const { start, value, support } = columnsOf(weights, share);
  const consensus = floats(weights.cols);
  for (let j = 0; j < weights.cols; j++) consensus[j] = supported(value, support, start[j]!, start[j + 1]!, kappa);
  return consensus;
}

/**
 * The same as public simulators find it: support is added up from the highest weight down and compared as it comes, without a
 * tolerance, so that 0.3 + 0.15 + 0.05 of the stake fall short of 0.5. Equal weights are taken in the order of their rows.
 *
 * @param weights [n, n]; each row sums to 1 or 0
 * @param stake   [n] in any unit; only shares matter
 * @param kappa   fraction
 * @returns [n] in [0, 1]; 0 where support never reaches kappa
 * Source: docs/yuma.md, equation 38.
 */
export function consensusFromTheTop(weights: SparseRows, stake: Vec, kappa: number): Float64Array {
  const { start, value, support } = columnsOf(weights, normalize(stake));
  return tabulate(weights.cols, (j) => {
    const entries = Array.from({ length: start[j + 1]! - start[j]! }, (_, k) => start[j]! + k);
    let above = 0;
    for (const k of entries.sort((a, b) => value[b]! - value[a]!)) {
      above += support[k]!;
      if (reaches(above, kappa, 0)) return value[k]!;
    }
    return 0;
  });
}

/**
 * The same for one list of scores: the largest score that `majority` of the stake reaches.
 * Source: docs/yuma.md, equation 7.
 */
export function weightedMedian(scores: Vec, stake: Vec, majority: number): number {
  sameLength("weightedMedian", scores, "scores", stake, "stake");
  const staked = Array.from({ length: stake.length }, (_, i) => i).filter((i) => stake[i]! > 0);
  const support = normalize(staked.map((i) => stake[i]!));
  const value = Float64Array.from(staked, (i) => scores[i]!);
  return supported(value, support, 0, value.length, majority);
}

/** Columns of the rows that hold stake: entries `start[j] <= k < start[j + 1]`, each with its row's share of stake. */
function columnsOf(weights: SparseRows, share: Vec) {
  const start = countColumns(weights, share);
  const next = start.slice(0, weights.cols);
  const value = floats(start[weights.cols]!);
  const support = floats(value.length);
  const { rows, index, value: given } = weights;
  for (let i = 0; i < rows; i++) {
    const held = share[i]!;
    if (!(held > 0)) continue;
    for (let k = weights.start[i]!, end = weights.start[i + 1]!; k < end; k++) {
      const place = next[index[k]!]!++;
      value[place] = given[k]!;
      support[place] = held;
    }
  }
  return { start, value, support };
}

/** [cols + 1] where each column's entries start. */
function countColumns({ rows, cols, start: from, index }: SparseRows, share: Vec): Int32Array {
  const start = ints(cols + 1);
  for (let i = 0; i < rows; i++) {
    if (!(share[i]! > 0)) continue;
    for (let k = from[i]!, end = from[i + 1]!; k < end; k++) start[index[k]! + 1]!++;
  }
  for (let j = 0; j < cols; j++) start[j + 1]! += start[j]!;
  return start;
}

/**
 * Largest of value[lo..hi) whose holders, with all who gave more, reach kappa; 0 when nobody does. Reorders its range.
 * A quickselect in descending order: each round keeps the side of the pivot in which support passes kappa.
 */
function supported(value: Float64Array, support: Float64Array, lo: number, hi: number, kappa: number): number {
  let above = 0; // support of values already known to lie above the range
  while (lo < hi) {
    const pivot = value[(lo + hi) >> 1]!;
    let greaterEnd = lo;
    let lesserStart = hi;
    let greater = 0;
    let equal = 0;
    for (let k = lo; k < lesserStart;) {
      const w = value[k]!;
      if (w > pivot) {
        greater += support[k]!;
        swap(value, support, k++, greaterEnd++);
      } else if (w < pivot) {
        swap(value, support, k, --lesserStart);
      } else {
        equal += support[k++]!;
      }
    }
    if (greaterEnd > lo && reaches(above + greater, kappa)) {
      hi = greaterEnd;
    } else if (reaches(above + greater + equal, kappa)) {
      return pivot;
    } else {
      above += greater + equal;
      lo = lesserStart;
    }
  }
  return 0;
}

function swap(value: Float64Array, support: Float64Array, a: number, b: number): void {
  const v = value[a]!;
  const s = support[a]!;
  value[a] = value[b]!;
  support[a] = support[b]!;
  value[b] = v;
  support[b] = s;
}
