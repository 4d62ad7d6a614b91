import { DAYS_PER_YEAR } from "../../sim/core/clock.ts";
import { stream } from "../../sim/core/random.ts";
import { mlp } from "../fleet/architectures/mlp.ts";
import type { RegressionParameters } from "./regression.ts";
import type { Subject } from "./trained/subject.ts";

const INPUTS = 8;
const NOISE = 0.05;

/** y of a row at a phase, without noise. */
function valueOf(x: Float32Array, row: number, phase: number): number {
  const at = row * INPUTS;
  const wave = 0.3 * Math.cos(5 * x[at + 4]! * x[at + 5]! + phase);
  return Math.sin(3 * x[at]! + phase) + x[at + 1]! * x[at + 2]! - x[at + 3]! ** 2 / 2 + wave;
}

/**
 * A function of eight numbers, uniform in [-1, 1], with normal noise of 0.05. The score is R2:   1 - mean squared error / variance
 *
 * An example keeps its noise while the function drifts, so answers of one day can be compared with another's. Its class is
 * the corner in which its first three numbers lie.
 */
export function regressionSubject(
  { examples, hidden, driftRadiansPerYear, reachable }: RegressionParameters,
  seed: number,
): Subject {
  const random = stream(seed, "regression");
  const x = Float32Array.from({ length: examples * INPUTS }, () => 2 * random() - 1);
  const noise = Float32Array.from({ length: examples }, () => NOISE * normal(random));
  let today = { phase: NaN, y: new Float32Array(0), variance: 0 };
  const at = (phase: number) => {
    if (today.phase === phase) return today;
    const y = Float32Array.from(noise, (error, row) => valueOf(x, row, phase) + error);
    const mean = y.reduce((sum, value) => sum + value, 0) / examples;
    const variance = y.reduce((sum, value) => sum + (value - mean) ** 2, 0) / examples;
    return (today = { phase, y, variance });
  };
  return {
    net: mlp([INPUTS, hidden, hidden, 1], "numbers"),
    count: examples,
    labels: Uint8Array.from({ length: examples }, (_, row) => cornerOf(x, row)),
    baseline: 0,
    reachable,
    on(day) {
      const { y, variance } = at((driftRadiansPerYear * day) / DAYS_PER_YEAR);
      return {
        write(chosen, { inputs, targets }, to) {
          for (let k = 0; k < chosen.length; k++) {
            const row = chosen[k]!;
            inputs.set(x.subarray(row * INPUTS, (row + 1) * INPUTS), (to + k) * INPUTS);
            if (targets) targets[to + k] = y[row]!;
          }
        },
        // The share of the variance that an answer leaves unexplained.
        mark: (row, outputs, from) => (outputs[from]! - y[row]!) ** 2 / variance,
      };
    },
    score: (mean) => 1 - mean,
  };
}

/** Which of x0 .. x2 are positive, as a number 0 .. 7. */
const cornerOf = (x: Float32Array, row: number): number =>
  [0, 1, 2].reduce((corner, k) => corner + (x[row * INPUTS + k]! > 0 ? 1 << k : 0), 0);

/** A standard normal draw (Box and Muller). */
const normal = (random: () => number): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
