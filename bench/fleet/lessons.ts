import type { Architecture } from "../../models/fleet/architecture.ts";
import type { Lessons } from "../../models/fleet/train.ts";
import { stream } from "../../sim/core/random.ts";

/** A fleet to be timed. */
export interface Size {
  readonly layers: readonly number[];
  readonly batch: number;
  readonly miners: number;
  /** of each model in one timed call */
  readonly steps: number;
}

export const sizes: readonly Size[] = [
  { layers: [784, 64, 10], batch: 32, miners: 32, steps: 16 },
  { layers: [784, 32, 10], batch: 32, miners: 32, steps: 32 },
  { layers: [196, 32, 10], batch: 32, miners: 24, steps: 64 },
  { layers: [32, 16, 4], batch: 16, miners: 128, steps: 64 },
];

/** One example over and over, with labels that change: the cost of a batch without that of choosing it. */
export function lessonsOf(net: Architecture, { batch, miners }: Size): Lessons {
  const example = Float32Array.from({ length: net.inputs }, stream(1, "bench"));
  return {
    batch,
    rates: new Array<number>(miners).fill(1e-3),
    write(member, step, at, { inputs, targets }) {
      for (let k = 0; k < batch; k++) {
        inputs.set(example, (at + k) * net.inputs);
        targets[at + k] = (member + step + k) % net.outputs;
      }
    },
  };
}
