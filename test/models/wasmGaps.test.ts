/** What the wasm backend cannot do is refused by name; the reasons are those of the backend as it is published. */
import { maxPoolGradConfig } from "@tensorflow/tfjs-backend-wasm/dist/kernels/MaxPoolGrad";
import * as tf from "@tensorflow/tfjs-core";
import { expect, it } from "vitest";
import { choose } from "../../models/backend/index.ts";
import { refuseWasmGaps, WASM_GAPS } from "../../models/backend/wasmGaps.ts";

const sum = (x: tf.Tensor) => tf.sum(x);
const image = () => tf.ones<tf.Rank.R4>([1, 4, 4, 1]);
const pooled = (x: tf.Tensor) => sum(tf.maxPool(x as tf.Tensor4D, 2, 2, "valid"));

/** Code that meets each of them. */
const uses: Readonly<Record<string, () => tf.Tensor | tf.Tensor[]>> = {
  Conv2DBackpropFilter: () =>
    tf.grad((w) => sum(tf.conv2d(image(), w as tf.Tensor4D, 1, "same")))(tf.ones([2, 2, 1, 1])),
  DepthwiseConv2dNativeBackpropFilter: () =>
    tf.grad((w) => sum(tf.depthwiseConv2d(image(), w as tf.Tensor4D, 1, "same")))(tf.ones([2, 2, 1, 1])),
  DepthwiseConv2dNativeBackpropInput: () =>
    tf.grad((x) => sum(tf.depthwiseConv2d(x as tf.Tensor4D, tf.ones([2, 2, 1, 1]), 1, "same")))(image()),
  Einsum: () => tf.einsum("ij,jk->ik", tf.ones([2, 3]), tf.ones([3, 2])),
  MaxPoolGrad: () => tf.grad(pooled)(image()),
  UnsortedSegmentSum: () => tf.grad((x) => sum(tf.gather(x, tf.tensor1d([0, 1, 1], "int32"))))(tf.ones([2, 3])),
};

it.each(Object.entries(WASM_GAPS))("%s", async (name, why) => {
  const [wasm, cpu] = [await choose("wasm"), await choose("cpu")];
  const use = () => Promise.resolve(tf.tidy(() => uses[name]!() as tf.Tensor).dispose());
  await expect(wasm.exclusively(use)).rejects.toThrow(
    `${name} ${why}; expected a model without it, or --backend cpu or webgpu`,
  );
  await expect(cpu.exclusively(use)).resolves.toBeUndefined();
});

it("the stock gradient of a maximum loses what comes from negative windows", async () => {
  const gradient = async (name: "wasm" | "cpu") => {
    const backend = await choose(name);
    return backend.exclusively(async () => [...(await tf.grad(pooled)(tf.mul(image(), -1)).data())]);
  };
  await choose("wasm");
  tf.unregisterKernel("MaxPoolGrad", "wasm");
  tf.registerKernel(maxPoolGradConfig);
  try {
    const [wasm, cpu] = [await gradient("wasm"), await gradient("cpu")];
    const kept = (values: readonly number[]) => values.reduce((a, b) => a + b);
    expect([kept(cpu), kept(wasm)]).toEqual([4, 1]); // of four windows, the one at the corner
  } finally {
    refuseWasmGaps();
  }
});
