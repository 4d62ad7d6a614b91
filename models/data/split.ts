import { stream } from "../../sim/core/random.ts";

/** How many images each set takes; the public training set gets the rest. */
export interface SplitSizes {
  /** images of the hidden test set, which measures true quality */
  readonly hidden: number;
  /** images from which customers' requests are drawn */
  readonly requests: number;
  /** images of all validators' audit sets together */
  readonly audits: number;
}

/** Disjoint sets of image numbers, fixed within a run. Miners see only `train`. */
export interface Split {
  readonly train: Int32Array;
  readonly hidden: Int32Array;
  readonly requests: Int32Array;
  /** one set a validator, in the order of the roster; no two overlap */
  readonly audits: readonly Int32Array[];
}

/** @throws RangeError when fewer images are left for training than are kept from it */
export function split(count: number, validators: number, sizes: SplitSizes, seed: number): Split {
  const kept = sizes.hidden + sizes.requests + sizes.audits;
  if (kept > count / 2) {
    throw new RangeError(`split: ${kept} of ${count} images are kept from training; expected at most half`);
  }
  const order = sample(count, count, stream(seed, "split"));
  let at = 0;
  const take = (size: number) => order.subarray(at, (at += size));
  const hidden = take(sizes.hidden);
  const requests = take(sizes.requests);
  const auditPool = take(sizes.audits);
  const each = validators === 0 ? 0 : Math.floor(sizes.audits / validators);
  const audits = Array.from({ length: validators }, (_, i) => auditPool.subarray(i * each, (i + 1) * each));
  return { train: order.subarray(at), hidden, requests, audits };
}

/** `size` different numbers of 0 .. count - 1, in random order (the start of a Fisher-Yates shuffle). */
export function sample(count: number, size: number, random: () => number): Int32Array {
  if (size > count) throw new RangeError(`sample: ${size} of ${count}; expected at most all`);
  const order = Int32Array.from({ length: count }, (_, k) => k);
  for (let k = 0; k < size; k++) {
    const other = k + Math.floor(random() * (count - k));
    const moved = order[k]!;
    order[k] = order[other]!;
    order[other] = moved;
  }
  return order.slice(0, size);
}
