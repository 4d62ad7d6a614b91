import { DAYS_PER_YEAR } from "../../sim/core/clock.ts";
import { stream } from "../../sim/core/random.ts";
import { type Picture, readFlower } from "../data/flower.ts";
import { siren } from "../fleet/architectures/siren.ts";
import { MEAN_COLOUR_DB, type PictureParameters } from "./picture.ts";
import type { Subject } from "./trained/subject.ts";

/**
 * Places of a picture, drawn evenly over it, and their colours. The score is PSNR:   -10 log10(mean squared error), colours 0..1
 * Hues drift: the colours of all places turn about the grey axis.
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
  const at = (angle: number) => (today.angle === angle ? today : (today = { angle, colours: turned(colour, angle) }));
  return {
    net: siren([2, hidden, hidden, hidden, 3], frequency),
    count: places,
    labels: new Uint8Array(places),
    baseline: MEAN_COLOUR_DB,
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
    score: (meanSquare) => -10 * Math.log10(meanSquare),
  };
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
