import { readFileSync } from "node:fs";
import { DAYS_PER_YEAR } from "../../sim/core/clock.ts";
import { vendored } from "./vendored.ts";

/** Kinds of weather. */
export const WEATHER = ["drizzle", "fog", "rain", "snow", "sun"] as const;
/** Measured columns: rain in mm, highest and lowest temperature in degrees Celsius, wind in m/s, and the season as a point of a circle. */
export const MEASURES = 6;

/** Days of weather. */
export interface WeatherDays {
  readonly count: number;
  /** [count, MEASURES] */
  readonly measures: Float32Array;
  /** [count] index into WEATHER */
  readonly labels: Uint8Array;
}

/**
 * 1,461 days of weather in Seattle, 2012 to 2015.
 * Data: vendor/seattle-weather, from the npm package vega-datasets 3.2.1 (BSD-3-Clause); measured by NOAA, public domain.
 * @throws RangeError naming the line that is not of this form
 */
export function readWeather(file: string = vendored("seattle-weather/seattle-weather.csv")): WeatherDays {
  const [, ...lines] = readFileSync(file, "utf8").trim().split(/\r?\n/);
  const measures = new Float32Array(lines.length * MEASURES);
  const labels = new Uint8Array(lines.length);
  lines.forEach((line, day) => {
    const [date, ...cells] = line.split(",");
    const kind = WEATHER.indexOf(cells.pop() as (typeof WEATHER)[number]);
    const numbers = cells.map(Number);
    if (kind < 0 || numbers.length !== 4 || !numbers.every(Number.isFinite))
      throw new RangeError(`seattle-weather.csv:${day + 2}: found "${line}"; expected date, four numbers and a kind`);
    const angle = (2 * Math.PI * dayOfYear(date!)) / DAYS_PER_YEAR;
    measures.set([...numbers, Math.sin(angle), Math.cos(angle)], day * MEASURES);
    labels[day] = kind;
  });
  return { count: lines.length, measures, labels };
}

/** Days since the first of January of an ISO date. */
function dayOfYear(date: string): number {
  const [year, month, day] = date.split("-").map(Number) as [number, number, number];
  return (Date.UTC(year, month - 1, day) - Date.UTC(year, 0, 1)) / 86_400_000;
}
