import { describe, expect, it } from "vitest";
import { clock, SECONDS_PER_DAY } from "../../sim/core/clock.ts";
import { matrix, type Matrix } from "../../sim/core/matrix.ts";
import { proportional } from "../../sim/scoring/proportional.ts";
import { softmax } from "../../sim/scoring/softmax.ts";
import { dailyContext } from "../laws/kinds.ts";

const row = (...data: number[]): Matrix => ({ rows: 1, cols: data.length, data: Float64Array.from(data) });
const nothing = matrix(1, 4, NaN);

describe("proportional", () => {
  it("shares weight by quality, counting what is below 0 as 0", () => {
    const { weights } = proportional.build({ memory: 0 }, dailyContext).score(row(0.6, 0.2, -0.3, NaN), nothing);
    expect([...weights.data]).toEqual([0.6 / 0.8, 0.2 / 0.8, 0, 0]);
  });

  it("remembers over its time constant, the same for daily and weekly epochs", () => {
    const after28Days = (tempo: number) => {
      const context = { clock: clock(12, tempo, 365 * SECONDS_PER_DAY), seed: 1 };
      const rule = proportional.build({ memory: 28 * SECONDS_PER_DAY }, context);
      let memory = row(1, 0.5, NaN, NaN);
      for (let day = 0; day < 28; day += context.clock.epochDays)
        memory = rule.score(row(0, 0.5, NaN, 0.2), memory).memory;
      return [...memory.data];
    };
    expect(after28Days(7200)[0]).toBeCloseTo(Math.exp(-1), 12);
    expect(after28Days(50_400)[0]).toBeCloseTo(Math.exp(-1), 12);
    expect(after28Days(7200).slice(1)).toEqual([0.5, NaN, 0.2]);
  });
});

describe("softmax", () => {
  it("gives e times the weight for a temperature more of quality", () => {
    const rule = softmax.build({ temperature: 0.1, memory: 0 }, dailyContext);
    const { data } = rule.score(row(0.6, 0.5, -1, 0), nothing).weights;
    expect(data[0]! / data[1]!).toBeCloseTo(Math.E, 12);
    expect(data[2]).toBe(data[3]);
  });

  it("does not overflow at a low temperature", () => {
    const rule = softmax.build({ temperature: 1e-4, memory: 0 }, dailyContext);
    expect([...rule.score(row(0.9, 0.8, NaN, 0), nothing).weights.data]).toEqual([1, 0, 0, 0]);
  });
});
