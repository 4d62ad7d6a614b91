import { DAYS_PER_YEAR } from "../../sim/core/clock.ts";
import { MEASURES, readWeather, WEATHER } from "../data/weather.ts";
import { mlp } from "../fleet/architectures/mlp.ts";
import { COMMONEST, type TabularParameters } from "./tabular.ts";
import { right, type Subject } from "./trained/subject.ts";

/** Columns of the two temperatures. */
const TEMPERATURES = [1, 2];

/** Weather whose thermometers drift. The score is accuracy; inputs are standardised by the table as it was measured. */
export function tabularSubject({ hidden, driftDegreesPerYear, reachable }: TabularParameters): Subject {
  const { count, measures, labels } = readWeather();
  const { means, spreads } = standards(measures, count);
  const standard = measures.map((value, k) => (value - means[k % MEASURES]!) / spreads[k % MEASURES]!);
  return {
    net: mlp([MEASURES, hidden, hidden, WEATHER.length], "class"),
    count,
    labels,
    baseline: COMMONEST,
    reachable,
    on(day) {
      const degrees = (driftDegreesPerYear * day) / DAYS_PER_YEAR;
      return {
        write(chosen, { inputs, targets }, at) {
          for (let k = 0; k < chosen.length; k++) {
            const row = chosen[k]!;
            const to = (at + k) * MEASURES;
            inputs.set(standard.subarray(row * MEASURES, (row + 1) * MEASURES), to);
            for (const column of TEMPERATURES) inputs[to + column]! += degrees / spreads[column]!;
            if (targets) targets[at + k] = labels[row]!;
          }
        },
        mark: (row, outputs, from) => right(labels[row]!, outputs, from, WEATHER.length),
      };
    },
    score: (mean) => mean,
  };
}

function standards(measures: Float32Array, count: number): { means: number[]; spreads: number[] } {
  const columns = Array.from({ length: MEASURES }, (_, c) =>
    Float64Array.from({ length: count }, (_, row) => measures[row * MEASURES + c]!),
  );
  const means = columns.map((column) => column.reduce((sum, value) => sum + value, 0) / count);
  const spreads = columns.map((column, c) =>
    Math.sqrt(column.reduce((sum, value) => sum + (value - means[c]!) ** 2, 0) / count),
  );
  return { means, spreads };
}
