import { type Architecture, architecture, quarter } from "../architecture.ts";
import { dense } from "../ops/dense.ts";
import { sine } from "../ops/sine.ts";

/**
 * A network of sines, which learns a picture as a function of place.   h' = sin(w0 (h W + b)), the last layer without sin
 *
 * Source: Sitzmann et al. 2020, "Implicit neural representations with periodic activation functions", section 3.2:
 * first weights uniform within 1/inputs in the first layer and sqrt(6/inputs)/w0 in the others.
 *
 * @param sizes inputs, hidden units of each layer, outputs; at least three
 * @param frequency w0
 */
export function siren(sizes: readonly number[], frequency: number): Architecture {
  const layers = sizes.slice(1).map((outputs, k) => ({ inputs: sizes[k]!, outputs }));
  const bound = (inputs: number, k: number) => (k === 0 ? 1 / inputs : Math.sqrt(6 / inputs) / frequency);
  return architecture(
    `siren ${sizes.join("-")} w0 ${frequency}`,
    { inputs: sizes[0]!, inputType: "float32", outputs: sizes.at(-1)!, target: "numbers" },
    layers.flatMap(({ inputs, outputs }, k) => [
      { shape: [inputs, outputs] as const, bound: bound(inputs, k) },
      { shape: [1, outputs] as const, bound: bound(inputs, k) },
    ]),
    (weights, x) =>
      layers.reduce((h, _, k) => {
        const z = dense(h, weights[2 * k]!, weights[2 * k + 1]!, false);
        return k < layers.length - 1 ? sine(z, frequency) : z;
      }, x),
    () => siren([sizes[0]!, ...sizes.slice(1, -1).map(quarter), sizes.at(-1)!], frequency),
  );
}
