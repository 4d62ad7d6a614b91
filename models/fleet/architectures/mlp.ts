import { type Architecture, architecture, type Examples, he, quarter } from "../architecture.ts";
import { dense } from "../ops/dense.ts";

/**
 * A perceptron with rectified hidden layers.   h' = max(0, h W + b), the last layer without max
 *
 * @param sizes inputs, hidden units of each layer, outputs; at least three
 * @param target the right class, or numbers to come close to
 */
export function mlp(sizes: readonly number[], target: Examples["target"]): Architecture {
  const layers = sizes.slice(1).map((outputs, k) => ({ inputs: sizes[k]!, outputs }));
  return architecture(
    `mlp ${sizes.join("-")}`,
    { inputs: sizes[0]!, inputType: "float32", outputs: sizes.at(-1)!, target },
    layers.flatMap(({ inputs, outputs }) => [
      { shape: [inputs, outputs] as const, bound: he(inputs) },
      { shape: [1, outputs] as const, bound: 0 },
    ]),
    (weights, x) =>
      layers.reduce((h, _, k) => dense(h, weights[2 * k]!, weights[2 * k + 1]!, k < layers.length - 1), x),
    () => mlp([sizes[0]!, ...sizes.slice(1, -1).map(quarter), sizes.at(-1)!], "numbers"),
  );
}
