import * as tf from "@tensorflow/tfjs-core";
import { type Candidate, Unavailable } from "./contract.ts";
import { optional } from "./optional.ts";

/** TensorFlow on a CUDA device. Without one the same library computes on the CPU, which is no GPU and is refused. */
export const nodeGpu: Candidate = {
  name: "node-gpu",
  about: "TensorFlow on an NVIDIA GPU (CUDA); optional package @tensorflow/tfjs-node-gpu",
  tensorflowName: "tensorflow",
  async open() {
    await optional("@tensorflow/tfjs-node-gpu");
    if (!(await tf.setBackend("tensorflow"))) throw new Unavailable("TensorFlow does not start");
    const { isUsingGpuDevice } = tf.backend() as unknown as { readonly isUsingGpuDevice?: boolean };
    if (isUsingGpuDevice !== true)
      throw new Unavailable("TensorFlow finds no CUDA device and would compute on the CPU");
    return "CUDA";
  },
};
