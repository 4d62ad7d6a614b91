/** TensorFlow's own library under the package @tensorflow/tfjs-node-gpu. Fails where that has none: it never skips. */
import * as tf from "@tensorflow/tfjs-core";
import { expect, it } from "vitest";
import { choose } from "../../models/backend/index.ts";
import { fleetSuite, type Runner } from "./suite.ts";

/** The backend where it finds a GPU. Without one it is refused by name, and its library still computes, on the processor. */
async function start(): Promise<Runner> {
  try {
    return await choose("node-gpu");
  } catch (error) {
    expect((error as Error).message).toMatch(/finds no CUDA device and would compute on the CPU/);
    return { exclusively: async (work) => (await tf.setBackend("tensorflow"), work()) };
  }
}

fleetSuite("node", start);

it("calls it a GPU only where TensorFlow uses one", async () => {
  const runner = await start();
  const { isUsingGpuDevice } = await runner.exclusively(
    async () => tf.backend() as unknown as { isUsingGpuDevice: boolean },
  );
  console.log(isUsingGpuDevice ? "TensorFlow uses a GPU" : "TensorFlow uses the processor, no GPU");
  expect("name" in runner).toBe(isUsingGpuDevice);
});
