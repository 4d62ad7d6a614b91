import { DAYS_PER_YEAR } from "../../sim/core/clock.ts";
import { stream } from "../../sim/core/random.ts";
import { type Picture, readFlower } from "../data/flower.ts";
import { siren } from "../fleet/architectures/siren.ts";
import type { PictureParameters } from "./picture.ts";
import { render } from "./pictureRender.ts";
import type { Subject } from "./trained/subject.ts";

/** Pixels along a side of an exhibited picture. */
const EXHIBITED_SIDE = 192;

/**
 * Places of a picture, drawn evenly over it, and their colours. The score is PSNR:   -10 log10(mean squared error), colours 0..1
 * Hues drift: the colours of all places turn about the grey axis, so the mean colour is as good a guess on every day. An
 * example's class is the tile of the picture in which it lies.
 */
export async function pictureSubject(
  { side, places, hidden, frequency, driftTurnsPerYear, reachable }: PictureParameters,
  seed: number,
): Promise<Subject> {
  const flower = await readFlower(side);
  const random = stream(seed, "places");
  const place = Float32Array.from({ length: 2 * places }, () => 2 * random() - 1);
  const colour = colourAt(flower, place);
  let today = { angle: 0, colours: colour };
  const net = siren([2, hidden, hidden, hidden, 3], frequency);
  const at = (angle: number) => (today.angle === angle ? today : (today = { angle, colours: turned(colour, angle) }));
  return {
    net,
    count: places,
    labels: Uint8Array.from({ length: places }, (_, p) => tileOf(place[2 * p]!, place[2 * p + 1]!)),
    baseline: psnr(spread(colour)),
    reachable,
    on(day) {
      const { colours } = at((2 * Math.PI * driftTurnsPerYear * day) / DAYS_PER_YEAR);
      return {
        write(chosen, { inputs, targets }, to) {
          for (let k = 0; k < chosen.length; k++) {
            const p = chosen[k]!;
            inputs.set(place.subarray(2 * p, 2 * p + 2), 2 * (to + k));
            targets?.set(colours.subarray(3 * p, 3 * p + 3), 3 * (to + k));
          }
        },
        mark(p, outputs, from) {
          let squares = 0;
          for (let c = 0; c < 3; c++) squares += (outputs[from + c]! - colours[3 * p + c]!) ** 2;
          return squares / 3;
        },
      };
    },
    score: psnr,
    exhibit: (weights) => render(net, weights, EXHIBITED_SIDE),
  };
}

/** Tiles along a side of the picture, which shards may prefer. */
const TILES = 4;

const tileOf = (x: number, y: number): number => {
  const along = (at: number) => Math.min(TILES - 1, Math.floor((TILES * (at + 1)) / 2));
  return along(y) * TILES + along(x);
};

const psnr = (meanSquare: number): number => -10 * Math.log10(meanSquare);

/** Mean squared error of the mean colour, over the three channels. */
function spread(colours: Float32Array): number {
  const mean = [0, 0, 0];
  colours.forEach((value, k) => (mean[k % 3]! += (3 * value) / colours.length));
  return colours.reduce((sum, value, k) => sum + (value - mean[k % 3]!) ** 2, 0) / colours.length;
}

/** Colours at places in [-1, 1]^2, on straight lines between the middles of pixels. */
function colourAt({ side, colours }: Picture, place: Float32Array): Float32Array {
  const found = new Float32Array((place.length / 2) * 3);
  const along = (x: number) => Math.min(side - 1, Math.max(0, ((x + 1) / 2) * side - 0.5));
  for (let p = 0; 2 * p < place.length; p++) {
    const [x, y] = [along(place[2 * p]!), along(place[2 * p + 1]!)];
    const [left, top] = [Math.min(side - 2, Math.floor(x)), Math.min(side - 2, Math.floor(y))];
    for (let corner = 0; corner < 4; corner++) {
      const [column, row] = [left + (corner & 1), top + (corner >> 1)];
      const weight = (1 - Math.abs(x - column)) * (1 - Math.abs(y - row));
      for (let c = 0; c < 3; c++) found[3 * p + c]! += weight * colours[(row * side + column) * 3 + c]!;
    }
  }
  return found;
}

/** Colours turned about the grey axis (Rodrigues' rotation), not clipped. */
function turned(colours: Float32Array, angle: number): Float32Array {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle) / Math.sqrt(3)];
  const result = new Float32Array(colours.length);
  for (let k = 0; k < colours.length; k += 3) {
    const [r, g, b] = [colours[k]!, colours[k + 1]!, colours[k + 2]!];
    const grey = ((r + g + b) / 3) * (1 - cos);
    result[k] = grey + cos * r + sin * (b - g);
    result[k + 1] = grey + cos * g + sin * (r - b);
    result[k + 2] = grey + cos * b + sin * (g - r);
  }
  return result;
}
