import * as tf from "@tensorflow/tfjs-core";

/** Operations that the wasm backend of TensorFlow.js 4.22 lacks or gets wrong, and that a model could meet in training. */
export const WASM_GAPS: Readonly<Record<string, string>> = {
  [tf.Conv2DBackpropFilter]: "is missing: a convolution's filter has no gradient",
  [tf.DepthwiseConv2dNativeBackpropFilter]: "is missing: a depthwise convolution's filter has no gradient",
  [tf.DepthwiseConv2dNativeBackpropInput]: "is missing: a depthwise convolution's input has no gradient",
  [tf.Einsum]: "is missing",
  [tf.MaxPoolGrad]: "is wrong: the gradient of a window of negative numbers is lost",
  [tf.UnsortedSegmentSum]: "is missing: gather has no gradient",
};

/** Makes each of them end with its name and the way out, instead of numbers that are wrong or a word about registration. */
export function refuseWasmGaps(): void {
  for (const [kernelName, why] of Object.entries(WASM_GAPS)) {
    if (tf.getKernel(kernelName, "wasm")) tf.unregisterKernel(kernelName, "wasm");
    tf.registerKernel({
      kernelName,
      backendName: "wasm",
      kernelFunc: () => {
        throw new RangeError(
          `backend wasm: ${kernelName} ${why}; expected a model without it, or --backend cpu or webgpu`,
        );
      },
    });
  }
}
