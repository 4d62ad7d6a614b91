import type { Exhibit } from "../../sim/task/contract.ts";
import type { Architecture } from "../fleet/architecture.ts";
import { answer } from "../fleet/serve.ts";

/**
 * The picture that a model has learnt, at any size: the colour it gives to the middle of each pixel.
 * The backend on which it is computed must be the current one.
 *
 * @param net     from two coordinates in [-1, 1], left to right and top to bottom, to red, green and blue 0..1
 * @param weights [parameters] of one model
 * @param side    pixels along one side
 * @throws RangeError when the architecture is of another form
 */
export async function render(net: Architecture, weights: Float32Array, side: number): Promise<Exhibit> {
  if (net.inputs !== 2 || net.outputs !== 3)
    throw new RangeError(`render: ${net.name} goes from ${net.inputs} numbers to ${net.outputs}; expected 2 to 3`);
  const middle = (pixel: number) => (2 * pixel + 1) / side - 1;
  const places = Float32Array.from({ length: 2 * side * side }, (_, k) => {
    const pixel = k >> 1;
    return k % 2 === 0 ? middle(pixel % side) : middle(Math.floor(pixel / side));
  });
  const colours = await answer(net, [weights], places);
  return { width: side, height: side, rgb: Uint8ClampedArray.from(colours, (level) => 255 * level) };
}
