import { normalize, type Vec } from "../core/matrix.ts";
import { byPlace } from "./places.ts";

/** Each reserve gets this part of the one before it; the first, of the last that gathers. */
const RESERVE_RATIO = 0.5;

/** The first that gathers gets this many times what the last one does. */
const RAMP = 2;

/**
 * (s - min s)^2 over the `most` best, scaled to sum to 1; who ties with the last of them is among them.
 * @param scores [n] NaN for the unknown
 */
export function squaredShares(scores: Vec, most: number): Float64Array {
  const known = Array.from(scores).filter((score) => !Number.isNaN(score));
  const least = known.reduce((low, score) => Math.min(low, score), Infinity);
  const last = known.sort((a, b) => b - a)[Math.min(most, known.length) - 1] ?? Infinity;
  return normalize(Float64Array.from(scores, (score) => (score >= last ? (score - least) ** 2 : 0)));
}

/**
 * Pay by place: `gather` places on a straight line from 2 to 1 (1 where it is one place), then `reserve` places, each half of the
 * place before; scaled to sum to 1. Only scores above 0 have a place.
 * @param scores [n] NaN for the unknown
 */
export function rampShares(scores: Vec, gather: number, reserve: number): Float64Array {
  return normalize(byPlace(scores, (places) => rampOf(Math.min(places, gather + reserve), gather)));
}

function rampOf(places: number, gather: number): Float64Array {
  const line = Math.min(places, gather);
  return Float64Array.from({ length: places }, (_, k) =>
    k < line ? (line === 1 ? 1 : RAMP - ((RAMP - 1) * k) / (line - 1)) : RESERVE_RATIO ** (k - line + 1),
  );
}
