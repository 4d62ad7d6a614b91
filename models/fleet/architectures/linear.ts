import { type Architecture, architecture, type Examples, glorot } from "../architecture.ts";
import { dense } from "../ops/dense.ts";

/** One layer without a bend.   y = x W + b; with classes a multinomial logistic regression. */
export function linear(inputs: number, outputs: number, target: Examples["target"]): Architecture {
  return architecture(
    `linear ${inputs}-${outputs}`,
    { inputs, inputType: "float32", outputs, target },
    [
      { shape: [inputs, outputs], bound: glorot(inputs, outputs) },
      { shape: [1, outputs], bound: 0 },
    ],
    ([w, b], x) => dense(x, w!, b!, false),
  );
}
