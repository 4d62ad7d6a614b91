import { DAYS_PER_YEAR } from "../../sim/core/clock.ts";
import { readDigits } from "../data/mnist.ts";
import { turning } from "../data/rotate.ts";
import { mlp } from "../fleet/architectures/mlp.ts";
import { BASELINE, DIGIT_CLASSES, type DigitsParameters } from "./digits.ts";
import { right, type Subject } from "./trained/subject.ts";

/** Handwritten digits that turn slowly. The score is accuracy. */
export function digitsSubject({ side, hidden, driftDegreesPerYear, reachable }: DigitsParameters): Subject {
  const images = readDigits(side);
  const view = turning(images);
  return {
    net: mlp([side ** 2, hidden, DIGIT_CLASSES], "class"),
    count: images.count,
    labels: images.labels,
    baseline: BASELINE,
    reachable,
    on(day) {
      const turned = view((driftDegreesPerYear * day) / DAYS_PER_YEAR);
      return {
        write(examples, { inputs, targets }, at) {
          turned.copy(examples, inputs as Float32Array, at);
          if (targets) for (let k = 0; k < examples.length; k++) targets[at + k] = images.labels[examples[k]!]!;
        },
        mark: (example, outputs, from) => right(images.labels[example]!, outputs, from, DIGIT_CLASSES),
      };
    },
    score: (mean) => mean,
  };
}
