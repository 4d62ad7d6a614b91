import { at } from "./lanes";

/** Columns that the search for consensus takes at once: one cache line. */
const PANEL: i32 = 8;
/** Rounding of sums of shares, as `reaches` of sim/core/check.ts. */
const SLACK: f64 = 1e-12;
/** Rungs of the ladder, 2^k - 1, and guesses after it. */
const RUNGS: i32 = 15;
const GUESSES: i32 = 2;
/** Below this many candidates insertion beats selection. */
const FEW: i32 = 24;
/** Up to so many rows each weight is asked for its support. */
const FEW_ROWS: i32 = 16;

/**
 * C_j = max { w : sum_i a_i [W_ij >= w] >= kappa } over the rows that `staked` lists, `share` their stake.
 *
 * A panel of columns is copied beside each other. The sorted weights of a sample of rows, taken in proportion to stake, are
 * the rungs of a ladder on which a search by halves asks for the support; between the last two rungs a straight line
 * through the support of both guesses twice more. What is then left is selected exactly: the answer is one of the weights.
 *
 * PERF: with few rows every weight is a rung, and the largest with support is the answer: 24 us instead of 99 at 8 x 1,000.
 *
 * @param sample RUNGS rows, as places in `staked`
 * @param panel  room for 3 x PANEL x held elements: the panel, and behind it what is left of each column
 */
export function consensusWeight(
  w: usize,
  stride: i32,
  staked: usize,
  share: usize,
  held: i32,
  sample: usize,
  kappa: f64,
  consensus: usize,
  panel: usize,
): void {
  const value = at(panel, PANEL * held);
  const support = at(value, PANEL * held);
  if (held <= FEW_ROWS) {
    for (let j = 0; j < stride; j += 2) askAll(at(w, j), stride, staked, share, held, kappa, at(consensus, j), panel);
    return;
  }
  for (let j = 0; j < stride; j += PANEL) {
    copyPanel(at(w, j), stride, staked, held, panel);
    climb(panel, share, held, sample, kappa);
    for (let guess = 0; guess < GUESSES; guess++) {
      aim(kappa);
      supportOf(panel, share, held);
      for (let q = 0; q < PANEL; q++) narrow(q, kappa);
    }
    gather(panel, share, held, value, support);
    for (let q = 0; q < PANEL; q++) {
      const count = load<i32>(listed + ((<usize>q) << 2));
      const above = load<f64>(at(highSupport, q));
      store<f64>(at(consensus, j + q), select(at(value, q * held), at(support, q * held), count, above, kappa));
    }
  }
}

/** Two columns of few rows: the largest of their weights whose support reaches kappa, 0 where none does. */
function askAll(
  w: usize,
  stride: i32,
  staked: usize,
  share: usize,
  held: i32,
  kappa: f64,
  consensus: usize,
  panel: usize,
): void {
  for (let r = 0; r < held; r++)
    v128.store(at(panel, 2 * r), v128.load(at(w, load<i32>(staked + ((<usize>r) << 2)) * stride)));
  const enough = f64x2.splat(kappa - SLACK);
  let most = f64x2.splat(0);
  for (let r = 0; r < held; r++) {
    const asked = v128.load(at(panel, 2 * r));
    let support = f64x2.splat(0);
    for (let s = 0; s < held; s++) {
      const gives = f64x2.ge(v128.load(at(panel, 2 * s)), asked);
      support = f64x2.add(support, v128.and(v128.load64_splat(at(share, s)), gives));
    }
    most = f64x2.pmax(most, v128.and(asked, f64x2.ge(support, enough)));
  }
  v128.store(consensus, most);
}

function copyPanel(from: usize, stride: i32, staked: usize, held: i32, panel: usize): void {
  for (let r = 0; r < held; r++) {
    const row = at(from, load<i32>(staked + ((<usize>r) << 2)) * stride);
    copyRow(row, at(panel, r * PANEL));
  }
}

/** One row of a panel. */
function copyRow(from: usize, to: usize): void {
  v128.store(to, v128.load(from));
  v128.store(to, v128.load(from, 16), 16);
  v128.store(to, v128.load(from, 32), 32);
  v128.store(to, v128.load(from, 48), 48);
}

/** State of a panel's search. The answer of column q is in [low, high); the support at both ends is known. */
const ladder = memory.data(8 * 8 * RUNGS, 16);
const low = memory.data(64, 16);
const high = memory.data(64, 16);
const lowSupport = memory.data(64, 16);
const highSupport = memory.data(64, 16);
const threshold = memory.data(64, 16);
const reached = memory.data(64, 16);
/** Rung below which no answer can lie; -1 for none. */
const rung = memory.data(32, 16);
/** How many weights are left. */
const listed = memory.data(32, 16);

/** Sorts the sample of each column and halves the ladder down to two neighbouring rungs, from below all to above all. */
function climb(panel: usize, share: usize, held: i32, sample: usize, kappa: f64): void {
  for (let k = 0; k < RUNGS; k++)
    copyRow(at(panel, load<i32>(sample + ((<usize>k) << 2)) * PANEL), at(ladder, k * PANEL));
  sortLadder();
  for (let q = 0; q < PANEL; q++) {
    store<f64>(at(low, q), 0);
    store<f64>(at(high, q), Infinity);
    store<f64>(at(lowSupport, q), 1);
    store<f64>(at(highSupport, q), 0);
    store<i32>(rung + ((<usize>q) << 2), -1);
  }
  for (let step = (RUNGS + 1) >> 1; step > 0; step >>= 1) {
    for (let q = 0; q < PANEL; q++) {
      const next = load<i32>(rung + ((<usize>q) << 2)) + step;
      store<f64>(at(threshold, q), load<f64>(at(ladder, next * PANEL + q)));
    }
    supportOf(panel, share, held);
    for (let q = 0; q < PANEL; q++) {
      if (!narrow(q, kappa)) continue;
      const place = rung + ((<usize>q) << 2);
      store<i32>(place, load<i32>(place) + step);
    }
  }
}

/** Rising order in each column, by Batcher's merge exchange (Knuth, The Art of Computer Programming 3, algorithm 5.2.2M). */
function sortLadder(): void {
  const top = (RUNGS + 1) >> 1;
  for (let p = top; p > 0; p >>= 1) {
    let q = top;
    let r = 0;
    let d = p;
    while (true) {
      for (let i = 0; i < RUNGS - d; i++)
        if ((i & p) == r) exchange(at(ladder, i * PANEL), at(ladder, (i + d) * PANEL));
      if (q == p) break;
      d = q - p;
      q >>= 1;
      r = p;
    }
  }
}

function exchange(lesser: usize, greater: usize): void {
  for (let k: usize = 0; k < 64; k += 16) {
    const a = v128.load(lesser + k);
    const b = v128.load(greater + k);
    v128.store(lesser + k, f64x2.pmin(a, b));
    v128.store(greater + k, f64x2.pmax(a, b));
  }
}

/** Asks next where a straight line through the support of both ends puts kappa. */
function aim(kappa: f64): void {
  for (let q = 0; q < PANEL; q++) {
    const from = load<f64>(at(low, q));
    const to = load<f64>(at(high, q));
    const below = load<f64>(at(lowSupport, q));
    const part = (below - kappa) / (below - load<f64>(at(highSupport, q)));
    store<f64>(at(threshold, q), to < Infinity ? from + (to - from) * part : from);
  }
}

/** Takes in what the threshold of column q has reached; true where that was kappa. */
function narrow(q: i32, kappa: f64): bool {
  const support = load<f64>(at(reached, q));
  const holds = support >= kappa - SLACK;
  store<f64>(at(holds ? low : high, q), load<f64>(at(threshold, q)));
  store<f64>(at(holds ? lowSupport : highSupport, q), support);
  return holds;
}

/** Support of each column's threshold: sum_i a_i [W_ij >= threshold]. */
function supportOf(panel: usize, share: usize, held: i32): void {
  const t0 = v128.load(threshold);
  const t1 = v128.load(threshold, 16);
  const t2 = v128.load(threshold, 32);
  const t3 = v128.load(threshold, 48);
  let s0 = f64x2.splat(0);
  let s1 = f64x2.splat(0);
  let s2 = f64x2.splat(0);
  let s3 = f64x2.splat(0);
  for (let r = 0; r < held; r++) {
    const a = v128.load64_splat(at(share, r));
    const row = at(panel, r * PANEL);
    s0 = f64x2.add(s0, v128.and(a, f64x2.ge(v128.load(row), t0)));
    s1 = f64x2.add(s1, v128.and(a, f64x2.ge(v128.load(row, 16), t1)));
    s2 = f64x2.add(s2, v128.and(a, f64x2.ge(v128.load(row, 32), t2)));
    s3 = f64x2.add(s3, v128.and(a, f64x2.ge(v128.load(row, 48), t3)));
  }
  v128.store(reached, s0);
  v128.store(reached, s1, 16);
  v128.store(reached, s2, 32);
  v128.store(reached, s3, 48);
}

/** Lists the weights of each column that are in its range, with their support: `value` and `support` have a row of `held` for each. */
function gather(panel: usize, share: usize, held: i32, value: usize, support: usize): void {
  const l0 = v128.load(low);
  const l1 = v128.load(low, 16);
  const l2 = v128.load(low, 32);
  const l3 = v128.load(low, 48);
  const h0 = v128.load(high);
  const h1 = v128.load(high, 16);
  const h2 = v128.load(high, 32);
  const h3 = v128.load(high, 48);
  memory.fill(listed, 0, 4 * PANEL);
  for (let r = 0; r < held; r++) {
    const row = at(panel, r * PANEL);
    const in0 = inside(v128.load(row), l0, h0);
    const in1 = inside(v128.load(row, 16), l1, h1);
    const in2 = inside(v128.load(row, 32), l2, h2);
    const in3 = inside(v128.load(row, 48), l3, h3);
    if (!v128.any_true(v128.or(v128.or(in0, in1), v128.or(in2, in3)))) continue;
    const found =
      i64x2.bitmask(in0) | (i64x2.bitmask(in1) << 2) | (i64x2.bitmask(in2) << 4) | (i64x2.bitmask(in3) << 6);
    for (let rest = found; rest != 0; rest &= rest - 1) {
      const q = ctz(rest);
      const place = listed + ((<usize>q) << 2);
      const k = q * held + load<i32>(place);
      store<f64>(at(value, k), load<f64>(at(row, q)));
      store<f64>(at(support, k), load<f64>(at(share, r)));
      store<i32>(place, load<i32>(place) + 1);
    }
  }
}

function inside(w: v128, from: v128, to: v128): v128 {
  return v128.and(f64x2.ge(w, from), f64x2.lt(w, to));
}

/** Largest of `count` values whose holders, with `above` who gave more, reach kappa; 0 when nobody does. Reorders them. */
function select(value: usize, support: usize, count: i32, above: f64, kappa: f64): f64 {
  let first = 0;
  let end = count;
  while (end - first > FEW) {
    const pivot = load<f64>(at(value, (first + end) >> 1));
    let greater = 0.0;
    let equal = 0.0;
    let greaterEnd = first;
    let lesser = end;
    for (let k = first; k < lesser;) {
      const w = load<f64>(at(value, k));
      if (w > pivot) {
        greater += load<f64>(at(support, k));
        swap(value, support, k++, greaterEnd++);
      } else if (w < pivot) {
        swap(value, support, k, --lesser);
      } else {
        equal += load<f64>(at(support, k++));
      }
    }
    if (greaterEnd > first && above + greater >= kappa - SLACK) {
      end = greaterEnd;
    } else if (above + greater + equal >= kappa - SLACK) {
      return pivot;
    } else {
      above += greater + equal;
      first = lesser;
    }
  }
  return selectFew(value, support, first, end, above, kappa);
}

function selectFew(value: usize, support: usize, first: i32, end: i32, above: f64, kappa: f64): f64 {
  for (let p = first + 1; p < end; p++) {
    for (let k = p; k > first && load<f64>(at(value, k)) > load<f64>(at(value, k - 1)); k--)
      swap(value, support, k, k - 1);
  }
  for (let k = first; k < end; k++) {
    above += load<f64>(at(support, k));
    if (above >= kappa - SLACK) return load<f64>(at(value, k));
  }
  return 0;
}

function swap(value: usize, support: usize, a: i32, b: i32): void {
  const v = load<f64>(at(value, a));
  const s = load<f64>(at(support, a));
  store<f64>(at(value, a), load<f64>(at(value, b)));
  store<f64>(at(support, a), load<f64>(at(support, b)));
  store<f64>(at(value, b), v);
  store<f64>(at(support, b), s);
}
