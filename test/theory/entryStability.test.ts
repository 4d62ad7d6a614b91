import { describe, expect, it } from "vitest";
import { largestMonotoneGain, largestStableGain } from "../../sim/theory/entryStability.ts";

/** Distance from K* epoch by epoch, from a start that has stood still at 1. */
function distances(lag: number, gain: number, epochs: number): number[] {
  const past = new Array<number>(lag + 1).fill(1);
  for (let e = 0; e < epochs; e++) past.push(past.at(-1)! - gain * past.at(-1 - lag)!);
  return past;
}
const largest = (values: readonly number[]) => Math.max(...values.map(Math.abs));

describe("an entry rule on lagged profit", () => {
  it.each([0, 1, 2, 3, 4, 7])("comes to rest below its bound and swings ever wider above it: lag %i", (lag) => {
    const bound = largestStableGain(lag);
    expect(bound).toBeCloseTo(2 * Math.cos((lag * Math.PI) / (2 * lag + 1)), 14);
    const ends = (gain: number) => largest(distances(lag, gain, 4000).slice(-100));
    expect(ends(0.98 * bound)).toBeLessThan(0.1);
    expect(ends(1.02 * bound)).toBeGreaterThan(10);
  });

  it.each([0, 1, 2, 3, 5])("overshoots from its other bound on, and not below it: lag %i", (lag) => {
    const bound = largestMonotoneGain(lag);
    expect(bound).toBeLessThan(largestStableGain(lag));
    expect(Math.min(...distances(lag, 0.99 * bound, 400))).toBeGreaterThanOrEqual(0);
    expect(Math.min(...distances(lag, 1.05 * bound, 400))).toBeLessThan(0);
  });

  it("has exact bounds where they are whole", () => {
    expect([largestStableGain(0), largestMonotoneGain(0), largestMonotoneGain(1)]).toEqual([2, 1, 0.25]);
    expect(largestStableGain(1)).toBeCloseTo(1, 15);
  });

  it("is refused with a lag that is no whole number", () => {
    for (const bound of [largestStableGain, largestMonotoneGain])
      for (const lag of [-1, 0.5, NaN]) expect(() => bound(lag)).toThrow("expected a whole number, 0 or more");
  });
});
