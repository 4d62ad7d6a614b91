import type { Architecture } from "./architecture.ts";

/**
 * Weights as whole numbers of so many bits, back as floats: what a model that is stored so computes with. Symmetric, one scale a
 * tensor, biases too; sums are still done in floats.
 *
 *   w' = s round(w / s)        s = max |w| / (2^(bits - 1) - 1)
 *
 * @param weights [net.parameters]; not written to
 * @param bits    2 or more, the sign among them
 * @returns [net.parameters]
 * @throws RangeError when the bits are fewer than 2 or not whole
 * Source: Jacob et al. 2018, "Quantization and training of neural networks for efficient integer-arithmetic-only inference",
 * section 2.1, with the zero point at 0.
 */
export function quantised(net: Architecture, weights: Float32Array, bits: number): Float32Array {
  if (!Number.isInteger(bits) || bits < 2)
    throw new RangeError(`quantised: bits is ${bits}; expected whole, 2 or more`);
  const most = 2 ** (bits - 1) - 1;
  const result = new Float32Array(weights.length);
  let from = 0;
  for (const length of net.lengths) {
    const to = from + length;
    let largest = 0;
    for (let i = from; i < to; i++) largest = Math.max(largest, Math.abs(weights[i]!));
    const scale = largest / most;
    // A scale that is no number stays one: weights that have diverged must not come back as zeros.
    if (scale !== 0) for (let i = from; i < to; i++) result[i] = scale * Math.round(weights[i]! / scale);
    from = to;
  }
  return result;
}
