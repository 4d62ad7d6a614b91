import * as tf from "@tensorflow/tfjs-core";
import { type Architecture, architecture, he, quarter } from "../architecture.ts";
import { dense } from "../ops/dense.ts";
import { embed } from "../ops/embed.ts";

/**
 * The next character from those before it: one-hot characters of a window, a rectified hidden layer, one logit a symbol.
 *
 * @param context characters in the window
 * @param symbols of the alphabet
 */
export function charLm(context: number, symbols: number, hidden: number): Architecture {
  return architecture(
    `charLm ${context} x ${symbols}-${hidden}`,
    { inputs: context, inputType: "int32", outputs: symbols, target: "class" },
    [
      // `context` of the inputs are 1, the others 0: they are the fan-in.
      { shape: [context * symbols, hidden], bound: he(context) },
      { shape: [1, hidden], bound: 0 },
      { shape: [hidden, symbols], bound: he(hidden) },
      { shape: [1, symbols], bound: 0 },
    ],
    ([w1, b1, w2, b2], ids) => dense(tf.relu(embed(ids, w1!, b1!)), w2!, b2!, false),
    () => ({ ...charLm(context, symbols, quarter(hidden)), target: "numbers" }),
  );
}
