import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import type { Candidate } from "./contract.ts";

/** Plain JavaScript: slow, works everywhere, and a second opinion on the numbers of the others. */
export const cpu: Candidate = {
  name: "cpu",
  about: "plain JavaScript, one thread; slow, for comparison",
  tensorflowName: "cpu",
  async open() {
    await tf.setBackend("cpu");
    return "";
  },
};
