import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { type Backend, choose } from "../../models/backend/index.ts";
import { adam } from "../../models/fleet/adam.ts";
import { crossEntropy } from "../../models/fleet/ops/crossEntropy.ts";
import { dense } from "../../models/fleet/ops/dense.ts";
import { embed } from "../../models/fleet/ops/embed.ts";
import { sine } from "../../models/fleet/ops/sine.ts";
import { squares } from "../../models/fleet/ops/squares.ts";
import { stream } from "../../sim/core/random.ts";

/** Numbers and shapes of a case; both backends are given the same. */
function drawn(seed: number) {
  const random = stream(seed, "kernels");
  const whole = (least: number, most: number) => least + Math.floor(random() * (most - least + 1));
  return {
    whole,
    numbers: (...shape: number[]) => ({
      shape,
      values: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => 2 * random() - 1),
    }),
    classes: (below: number, ...shape: number[]) => ({
      shape,
      values: Int32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => Math.floor(random() * below)),
    }),
  };
}
type Drawn = ReturnType<typeof drawn>;
type Given = { readonly shape: number[]; readonly values: Float32Array | Int32Array };

const tensor = ({ shape, values }: Given) =>
  tf.tensor(values, shape, values instanceof Int32Array ? "int32" : "float32");

/** A value and the gradients of a scalar of it, of the tensors that `learned` names. */
function withGradients(
  given: readonly Given[],
  learned: readonly number[],
  f: (tensors: readonly tf.Tensor[]) => tf.Tensor,
): tf.Tensor[] {
  const tensors = given.map(tensor);
  const value = f(tensors);
  // The direction makes every element of the gradient its own.
  const scalar = (...chosen: tf.Tensor[]) => {
    const all = tensors.map((t, k) => (learned.includes(k) ? chosen[learned.indexOf(k)]! : t));
    const y = f(all);
    return tf.sum(tf.mul(y, tf.reshape(tf.cos(tf.range(0, y.size, 1, "float32")), y.shape))) as tf.Scalar;
  };
  return [value, ...tf.grads(scalar)(learned.map((k) => tensors[k]!))];
}

/** An op on shapes of its own, computed on the current backend. */
type Case = (draw: Drawn) => () => tf.Tensor[];

const cases: Readonly<Record<string, Case>> = {
  "matMul in its four forms": (draw) => {
    const [members, rows, inner, cols] = [draw.whole(1, 4), draw.whole(1, 13), draw.whole(1, 17), draw.whole(1, 21)];
    const forms = [0, 1, 2, 3].map((form) => {
      const [ta, tb] = [form % 2 === 1, form > 1];
      const a = draw.numbers(members, ...(ta ? [inner, rows] : [rows, inner]));
      const b = draw.numbers(members, ...(tb ? [cols, inner] : [inner, cols]));
      return { a, b, ta, tb };
    });
    return () =>
      forms.flatMap(({ a, b, ta, tb }) =>
        withGradients([a, b], [0, 1], ([x, y]) => tf.matMul(x as tf.Tensor3D, y as tf.Tensor3D, ta, tb)),
      );
  },
  "matMul of one with all": (draw) => {
    const [members, rows, inner, cols] = [draw.whole(2, 4), draw.whole(1, 9), draw.whole(1, 9), draw.whole(1, 9)];
    const [x, w] = [draw.numbers(1, rows, inner), draw.numbers(members, inner, cols)];
    return () => [tf.matMul(tensor(x), tensor(w))];
  },
  dense: (draw) => {
    const [members, rows, inner, cols] = [draw.whole(1, 4), draw.whole(1, 11), draw.whole(1, 30), draw.whole(1, 19)];
    const given = [
      draw.numbers(members, rows, inner),
      draw.numbers(members, inner, cols),
      draw.numbers(members, 1, cols),
    ];
    return () =>
      [true, false].flatMap((rectified) =>
        withGradients(given, [0, 1, 2], ([x, w, b]) => dense(x!, w!, b!, rectified)),
      );
  },
  sine: (draw) => {
    const x = draw.numbers(draw.whole(1, 3), draw.whole(1, 9), draw.whole(1, 9));
    const scale = draw.whole(1, 60);
    return () => withGradients([x], [0], ([t]) => sine(t!, scale));
  },
  embed: (draw) => {
    const [members, rows, places, symbols, cols] = [
      2,
      draw.whole(1, 7),
      draw.whole(1, 5),
      draw.whole(2, 9),
      draw.whole(1, 11),
    ];
    const ids = draw.classes(symbols, members, rows, places);
    const given = [draw.numbers(members, places * symbols, cols), draw.numbers(members, 1, cols)];
    return () => withGradients(given, [0, 1], ([w, b]) => embed(tensor(ids), w!, b!));
  },
  crossEntropy: (draw) => {
    const [members, rows, classes] = [draw.whole(1, 3), draw.whole(1, 9), draw.whole(2, 13)];
    const logits = draw.numbers(members, rows, classes);
    logits.values.forEach((value, k) => (logits.values[k] = 9 * value));
    const labels = draw.classes(classes, members, rows);
    return () => withGradients([logits], [0], ([l]) => crossEntropy(l!, tensor(labels)));
  },
  squares: (draw) => {
    const shape = [draw.whole(1, 3), draw.whole(1, 9), draw.whole(1, 5)];
    const [outputs, targets] = [draw.numbers(...shape), draw.numbers(...shape)];
    return () => withGradients([outputs], [0], ([y]) => squares(y!, tensor(targets)));
  },
  adam: (draw) => {
    const shape = [draw.whole(1, 3), draw.whole(1, 7), draw.whole(1, 11)];
    const [w, first, gradient] = [draw.numbers(...shape), draw.numbers(...shape), draw.numbers(...shape)];
    const second = { shape, values: draw.numbers(...shape).values.map((value) => value * value) };
    const steps = Array.from({ length: shape[0]! }, (_, m) => 3 + m);
    const rates = steps.map((_, m) => 0.01 * (m + 1));
    return () => {
      const state = { weights: [tensor(w)], first: [tensor(first)], second: [tensor(second)] };
      const after = adam(state, [tensor(gradient)], steps, rates);
      return [...after.weights, ...after.first, ...after.second];
    };
  },
};

async function valuesOn(backend: Backend, compute: () => tf.Tensor[]): Promise<Float32Array[]> {
  return backend.exclusively(async () => {
    tf.engine().startScope();
    const values = await Promise.all(compute().map(async (t) => Float32Array.from(await t.data())));
    tf.engine().endScope();
    return values;
  });
}

describe("kernels of the wasm backend", () => {
  let wasm: Backend;
  let cpu: Backend;
  beforeAll(async () => {
    wasm = await choose("wasm");
    cpu = await choose("cpu");
  });

  it.each(Object.keys(cases))(
    "%s equals the cpu backend to 1e-5, value and gradients, on 40 random shapes",
    async (name) => {
      for (let seed = 0; seed < 40; seed++) {
        const compute = cases[name]!(drawn(seed));
        const [found, expected] = [await valuesOn(wasm, compute), await valuesOn(cpu, compute)];
        expect(found.map(({ length }) => length)).toEqual(expected.map(({ length }) => length));
        found.forEach((values, part) => {
          const scale = Math.max(1, ...expected[part]!.map(Math.abs));
          values.forEach((value, k) => expect(Math.abs(value - expected[part]![k]!)).toBeLessThanOrEqual(1e-5 * scale));
        });
      }
    },
  );

  it.each(["dense", "sine", "embed", "crossEntropy", "squares"])(
    "%s has the gradient of finite differences",
    async (name) => {
      const draw = drawn(7);
      const made: Readonly<Record<string, () => { given: Given[]; f: (t: readonly tf.Tensor[]) => tf.Tensor }>> = {
        dense: () => ({
          given: [draw.numbers(2, 3, 4), draw.numbers(2, 4, 5), draw.numbers(2, 1, 5)],
          f: ([x, w, b]) => dense(x!, w!, b!, false),
        }),
        sine: () => ({ given: [draw.numbers(2, 3, 3)], f: ([x]) => sine(x!, 3) }),
        embed: () => {
          const ids = draw.classes(4, 2, 3, 2);
          return { given: [draw.numbers(2, 8, 3), draw.numbers(2, 1, 3)], f: ([w, b]) => embed(tensor(ids), w!, b!) };
        },
        crossEntropy: () => {
          const labels = draw.classes(4, 2, 3);
          return { given: [draw.numbers(2, 3, 4)], f: ([l]) => crossEntropy(l!, tensor(labels)) };
        },
        squares: () => {
          const targets = draw.numbers(2, 3, 2);
          return { given: [draw.numbers(2, 3, 2)], f: ([y]) => squares(y!, tensor(targets)) };
        },
      };
      const { given, f } = made[name]!();
      const learned = given.map((_, k) => k);
      const [value, ...gradients] = await valuesOn(wasm, () => withGradients(given, learned, f));
      const direction = value!.map((_, k) => Math.cos(k));
      const along = async (moved: readonly Given[]) => {
        const [values] = await valuesOn(wasm, () => [f(moved.map(tensor))]);
        return values!.reduce((all, v, k) => all + v * direction[k]!, 0);
      };
      const step = 1e-2;
      for (const part of learned) {
        for (let k = 0; k < given[part]!.values.length; k++) {
          const at = (delta: number) =>
            along(
              given.map(({ shape, values }, g) => ({
                shape,
                values: Float32Array.from(values, (v, j) => (g === part && j === k ? v + delta : v)),
              })),
            );
          const slope = ((await at(step)) - (await at(-step))) / (2 * step);
          expect(Math.abs(gradients[part]![k]! - slope)).toBeLessThan(2e-3 * Math.max(1, Math.abs(slope)));
        }
      }
    },
  );
});
