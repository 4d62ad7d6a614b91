import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { type Backend, choose } from "../../models/backend/index.ts";
import { ADAM } from "../../models/fleet/adam.ts";
import { fingerprint, type Member, newMember } from "../../models/fleet/member.ts";
import { mlp } from "../../models/fleet/architectures/mlp.ts";
import { crossEntropy } from "../../models/fleet/ops/crossEntropy.ts";
import { answer, answerOwn, type Questions } from "../../models/fleet/serve.ts";
import { type Batch, type Lessons, train } from "../../models/fleet/train.ts";
import { stream } from "../../sim/core/random.ts";

/** A network with one hidden layer, and its sizes for the plain reference. */
function network(sizes: { readonly inputs: number; readonly hidden: number; readonly classes: number }) {
  return { ...sizes, ...mlp([sizes.inputs, sizes.hidden, sizes.classes], "class") };
}
type Network = ReturnType<typeof network>;

const net = network({ inputs: 5, hidden: 4, classes: 3 });
const BATCH = 6;

/** Lessons that belong to a name and a step, so that a member meets the same ones in any fleet. */
function lessonsFor(names: readonly string[], of: Network = net): Lessons {
  return {
    batch: BATCH,
    rates: names.map(() => 0.01),
    write(member, step, at, { inputs, targets }) {
      const random = stream(3, names[member]!, step);
      for (let k = 0; k < BATCH; k++) {
        for (let p = 0; p < of.inputs; p++) inputs[(at + k) * of.inputs + p] = random();
        targets[at + k] = inputs[(at + k) * of.inputs]! > 0.5 ? 1 : 2;
      }
    },
  };
}

const fleet = (names: readonly string[], of: Network = net) => names.map((name) => newMember(of, 11, name));
const teach = (names: readonly string[], steps: readonly number[], of: Network = net) =>
  train(of, fleet(names, of), steps, lessonsFor(names, of));

describe.each(["wasm", "cpu"] as const)("a fleet on %s", (name) => {
  let backend: Backend;
  beforeAll(async () => {
    backend = await choose(name);
  });

  it("takes the Adam steps of a plain reference", () =>
    backend.exclusively(async () => {
      const [trained] = await teach(["a", "b"], [5, 5]);
      const expected = referenceTraining(newMember(net, 11, "a").weights, "a", 5);
      trained!.weights.forEach((weight, k) =>
        expect(Math.abs(weight - expected[k]!)).toBeLessThan(1e-5 * Math.max(1, Math.abs(expected[k]!))),
      );
    }));

  it("has the gradient of finite differences", () =>
    backend.exclusively(async () => {
      const weights = newMember(net, 11, "a").weights;
      const found = await gradientByTensors(weights, "a");
      referenceGradient(weights, "a", 0).forEach((value, k) => expect(found[k]).toBeCloseTo(value, 6));
      const step = 1e-6;
      for (let k = 0; k < weights.length; k += 7) {
        const [up, down] = [Float64Array.from(weights), Float64Array.from(weights)];
        up[k]! += step;
        down[k]! -= step;
        const slope = (referenceLoss(up, "a", 0) - referenceLoss(down, "a", 0)) / (2 * step);
        expect(found[k]).toBeCloseTo(slope, 5);
      }
    }));

  it("gives a member the same bytes alone, in company, and in any order", () =>
    backend.exclusively(async () => {
      const wide = network({ inputs: 23, hidden: 9, classes: 7 });
      const [alone] = await teach(["a"], [9], wide);
      const company = await teach(["b", "a", "c", "d"], [3, 9, 14, 0], wide);
      const other = await teach(["a", "e"], [9, 9], wide);
      expect(fingerprint(company[1]!.weights)).toBe(fingerprint(alone!.weights));
      expect(company[1]).toEqual(alone);
      expect(other[0]).toEqual(alone);
    }));

  it("leaves a member without steps as it is, and counts the steps of each", () =>
    backend.exclusively(async () => {
      const before = fleet(["a", "b", "c"]);
      const after = await train(net, before, [0, 2, 5], lessonsFor(["a", "b", "c"]));
      expect(after[0]).toBe(before[0]);
      expect(after.map(({ step }) => step)).toEqual([0, 2, 5]);
    }));

  it("goes on from where it stopped: 3 + 4 steps are 7", () =>
    backend.exclusively(async () => {
      const straight = await teach(["a", "b"], [7, 7]);
      const lessons = lessonsFor(["a", "b"]);
      const later: Lessons = { ...lessons, write: (member, step, ...rest) => lessons.write(member, step + 3, ...rest) };
      const resumed = await train(net, await teach(["a", "b"], [3, 3]), [4, 4], later);
      expect(resumed).toEqual(straight);
    }));

  it("learns: the loss is finite and falls", () =>
    backend.exclusively(async () => {
      const losses = (await Promise.all([0, 60].map((steps) => teach(["a", "b"], [steps, steps])))).map((members) =>
        referenceLoss(Float64Array.from(members[0]!.weights), "a", 1000),
      );
      expect(losses.every(Number.isFinite)).toBe(true);
      expect(losses[1]).toBeLessThan(0.6 * losses[0]!);
    }));

  it("keeps no tensor", () =>
    backend.exclusively(async () => {
      const before = tf.memory().numTensors;
      const members = await teach(["a", "b", "c"], [1, 4, 4]);
      const models = members.map(({ weights }) => weights);
      await answer(net, models, new Float32Array(4 * net.inputs));
      await answer(net, models.slice(1, 2), new Float32Array(4 * net.inputs));
      await answerOwn(net, models, 4, () => undefined);
      await expect(
        answerOwn(net, models, 4, () => {
          throw new Error("no questions");
        }),
      ).rejects.toThrow("no questions");
      expect(tf.memory().numTensors).toBe(before);
    }));

  it("answers alone as in company, and as its weights say", () =>
    backend.exclusively(async () => {
      const members = await teach(["a", "b"], [5, 5]);
      const images = Float32Array.from({ length: 8 * net.inputs }, stream(5, "images"));
      const answersOf = async (chosen: readonly Member[]) => {
        const models = chosen.map(({ weights }) => weights);
        const shared = await answer(net, models, images);
        const own = await answerOwn(
          net,
          models,
          8,
          asking(net, () => images),
        );
        return { shared: highest(shared, net.classes), own: highest(own, net.classes) };
      };
      const both = await answersOf(members);
      const alone = await answersOf([members[1]!]);
      const expected = members.map(({ weights }) => referenceAnswers(weights, images));
      expect(both.shared).toEqual(expected.flat());
      expect(both.own).toEqual(expected.flat());
      expect(alone.shared).toEqual(expected[1]);
      expect(alone.own).toEqual(expected[1]);
    }));
});

it("answers many examples part by part as it does at once", async () => {
  const wide = mlp([3, 2000, 5], "class");
  const weights = ["a", "b", "c"].map((name) => newMember(wide, 11, name).weights);
  const wasm = await choose("wasm");
  // 2,000 units: 250 examples are a part.
  const count = 600;
  const [shared, drawn] = [stream(5, "shared"), stream(5, "own")];
  const images = Float32Array.from({ length: count * 3 }, shared);
  const each = Float32Array.from({ length: 3 * count * 3 }, drawn);
  const rows = (values: Float32Array, from: number, to: number) => values.subarray(from * 3, to * 3);
  await wasm.exclusively(async () => {
    const before = tf.memory().numTensors;
    const own = (m: number) => rows(each, m * count, (m + 1) * count);
    const all = await answer(wide, weights, images);
    const allOwn = await answerOwn(wide, weights, count, asking(wide, own));
    expect(tf.memory().numTensors).toBe(before);
    expect(all.length).toBe(3 * count * 5);
    for (const from of [0, 245, 590]) {
      const part = await answer(wide, weights, rows(images, from, from + 10));
      const partOwn = await answerOwn(
        wide,
        weights,
        10,
        asking(wide, (m) => rows(own(m), from, from + 10)),
      );
      for (let m = 0; m < 3; m++) {
        const [at, ten] = [(m * count + from) * 5, 10 * 5];
        expect(all.subarray(at, at + ten)).toEqual(part.subarray(m * ten, (m + 1) * ten));
        expect(allOwn.subarray(at, at + ten)).toEqual(partOwn.subarray(m * ten, (m + 1) * ten));
      }
    }
  });
});

it("cpu and wasm agree on logits to 1e-3 after some steps", async () => {
  const wide = network({ inputs: 49, hidden: 16, classes: 10 });
  const names = ["a", "b"];
  const found: Float32Array[] = [];
  for (const name of ["wasm", "cpu"] as const) {
    const backend = await choose(name);
    found.push(
      await backend.exclusively(async () => {
        const members = await teach(names, [20, 20], wide);
        const images = Float32Array.from({ length: 30 * wide.inputs }, stream(5, "images"));
        return Float32Array.from(members.flatMap(({ weights }) => [...referenceLogits(wide, weights, images)]));
      }),
    );
  }
  found[0]!.forEach((value, k) => expect(Math.abs(value - found[1]![k]!)).toBeLessThan(1e-3));
});

// The same network and optimiser in plain numbers, one member at a time.

/** Puts to each model its own examples. @param of [n, inputs] of a model */
const asking =
  ({ inputs: width }: { readonly inputs: number }, of: (model: number) => Float32Array): Questions =>
  (model, from, to, inputs, at) =>
    inputs.set(of(model).subarray(from * width, to * width), at * width);

/** Class with the highest score of each row. */
function highest(scores: Float32Array, classes: number): number[] {
  return Array.from({ length: scores.length / classes }, (_, row) => {
    const own = [...scores.subarray(row * classes, (row + 1) * classes)];
    return own.indexOf(Math.max(...own));
  });
}

function batchOf(name: string, step: number) {
  const images = new Float32Array(BATCH * net.inputs);
  const batch: Batch = { inputs: images, targets: new Int32Array(BATCH) };
  lessonsFor([name]).write(0, step, 0, batch);
  const oneHot = new Float32Array(BATCH * net.classes);
  batch.targets.forEach((label, k) => (oneHot[k * net.classes + label] = 1));
  return { images, oneHot, labels: batch.targets };
}

function referenceForward(
  { inputs, hidden, classes }: Network,
  w: ArrayLike<number>,
  x: ArrayLike<number>,
  row: number,
) {
  const [b1, w2, b2] = [inputs * hidden, inputs * hidden + hidden, inputs * hidden + hidden + hidden * classes];
  const active = Array.from({ length: hidden }, (_, h) => {
    let z = w[b1 + h]!;
    for (let p = 0; p < inputs; p++) z += x[row * inputs + p]! * w[p * hidden + h]!;
    return Math.max(0, z);
  });
  const scores = Array.from({ length: classes }, (_, c) =>
    active.reduce((z, a, h) => z + a * w[w2 + h * classes + c]!, w[b2 + c]!),
  );
  const total = scores.reduce((sum, score) => sum + Math.exp(score), 0);
  return { active, scores, shares: scores.map((score) => Math.exp(score) / total) };
}

function referenceLogits(of: Network, w: Float32Array, images: Float32Array): Float32Array {
  const rows = Array.from(
    { length: images.length / of.inputs },
    (_, row) => referenceForward(of, w, images, row).scores,
  );
  return Float32Array.from(rows.flat());
}

function referenceAnswers(w: Float32Array, images: Float32Array): number[] {
  return Array.from({ length: images.length / net.inputs }, (_, row) => {
    const { scores } = referenceForward(net, w, images, row);
    return scores.indexOf(Math.max(...scores));
  });
}

function referenceLoss(w: ArrayLike<number>, name: string, step: number): number {
  const { images, oneHot } = batchOf(name, step);
  let loss = 0;
  for (let row = 0; row < BATCH; row++) {
    const { shares } = referenceForward(net, w, images, row);
    shares.forEach((share, c) => (loss -= (oneHot[row * net.classes + c]! * Math.log(share)) / BATCH));
  }
  return loss;
}

function referenceGradient(w: ArrayLike<number>, name: string, step: number): Float64Array {
  const { inputs, hidden, classes } = net;
  const [b1, w2, b2] = [inputs * hidden, inputs * hidden + hidden, inputs * hidden + hidden + hidden * classes];
  const gradient = new Float64Array(net.parameters);
  const { images, oneHot } = batchOf(name, step);
  for (let row = 0; row < BATCH; row++) {
    const { active, shares } = referenceForward(net, w, images, row);
    const error = shares.map((share, c) => (share - oneHot[row * classes + c]!) / BATCH);
    error.forEach((e, c) => (gradient[b2 + c]! += e));
    active.forEach((a, h) => {
      error.forEach((e, c) => (gradient[w2 + h * classes + c]! += a * e));
      const back = a > 0 ? error.reduce((sum, e, c) => sum + e * w[w2 + h * classes + c]!, 0) : 0;
      gradient[b1 + h]! += back;
      for (let p = 0; p < inputs; p++) gradient[p * hidden + h]! += back * images[row * inputs + p]!;
    });
  }
  return gradient;
}

/** Adam as the paper writes it, with averages. */
function referenceTraining(start: Float32Array, name: string, steps: number): Float64Array {
  const w = Float64Array.from(start);
  const [m, v] = [new Float64Array(w.length), new Float64Array(w.length)];
  for (let step = 0; step < steps; step++) {
    const t = step + 1;
    referenceGradient(w, name, step).forEach((g, k) => {
      m[k] = ADAM.beta1 * m[k]! + (1 - ADAM.beta1) * g;
      v[k] = ADAM.beta2 * v[k]! + (1 - ADAM.beta2) * g * g;
      const [mean, square] = [m[k] / (1 - ADAM.beta1 ** t), v[k] / (1 - ADAM.beta2 ** t)];
      w[k]! -= (0.01 * mean) / (Math.sqrt(square) + ADAM.epsilon);
    });
  }
  return w;
}

async function gradientByTensors(weights: Float32Array, name: string): Promise<number[]> {
  const { images, labels } = batchOf(name, 0);
  const parts: tf.Tensor[] = tf.tidy(() => {
    let at = 0;
    const tensors = net.shapes.map((shape, k) => tf.tensor(weights.slice(at, (at += net.lengths[k]!)), [1, ...shape]));
    const x = tf.tensor(images, [1, BATCH, net.inputs]);
    const y = tf.tensor(labels, [1, BATCH], "int32");
    return tf.grads((...all: tf.Tensor[]) => crossEntropy(net.forward(all, x), y))(tensors);
  });
  const values = await Promise.all(parts.map((part) => part.data()));
  tf.dispose(parts);
  return values.flatMap((part) => [...part]);
}
