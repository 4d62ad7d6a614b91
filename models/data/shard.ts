import { sample } from "./split.ts";

/**
 * A miner's own training examples, without repetition.
 *
 * Without `skew` any set of `size` is as likely as any other. With it the shares of the classes are drawn first,
 * p ~ Dirichlet(skew) times how frequent each class is, and then the examples one by one, of a class drawn by p among
 * those that have any left. Source: Hsu, Qi and Brown 2019, "Measuring the effects of non-identical data distribution".
 *
 * @param train  examples to draw from
 * @param labels class of each example
 */
export function drawShard(
  train: Int32Array,
  labels: Uint8Array,
  size: number,
  skew: number | undefined,
  random: () => number,
): Int32Array {
  if (skew === undefined) return sample(train.length, size, random).map((k) => train[k]!);
  const byClass = new Map<number, number[]>();
  for (const example of train) {
    const members = byClass.get(labels[example]!) ?? [];
    members.push(example);
    byClass.set(labels[example]!, members);
  }
  const classes = [...byClass.keys()].sort((a, b) => a - b).map((label) => byClass.get(label)!);
  const weights = classes.map((members) => gamma(skew, random) * members.length);
  const shard = new Int32Array(size);
  for (let k = 0; k < size; k++) {
    const members = classes[drawIndex(weights, random)]!;
    const place = Math.floor(random() * members.length);
    shard[k] = members[place]!;
    members[place] = members.at(-1)!;
    members.pop();
    if (members.length === 0) weights[classes.indexOf(members)] = 0;
  }
  return shard;
}

/** Index drawn with odds in proportion to weights, of which at least one is above 0. */
function drawIndex(weights: readonly number[], random: () => number): number {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let left = random() * total;
  for (let k = 0; k < weights.length; k++) {
    left -= weights[k]!;
    if (left < 0) return k;
  }
  return weights.findLastIndex((weight) => weight > 0);
}

/**
 * A Gamma(shape, 1) draw. Source: Marsaglia and Tsang 2000, "A simple method for generating gamma variables"; below
 * shape 1 by their power of a uniform draw.
 */
function gamma(shape: number, random: () => number): number {
  if (shape < 1) return gamma(shape + 1, random) * random() ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const z = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    const v = (1 + c * z) ** 3;
    if (v > 0 && Math.log(1 - random()) < (z * z) / 2 + d - d * v + d * Math.log(v)) return d * v;
  }
}
