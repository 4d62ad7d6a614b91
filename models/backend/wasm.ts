import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import * as tf from "@tensorflow/tfjs-core";
import { type Candidate, Unavailable } from "./contract.ts";
import { refuseWasmGaps } from "./wasmGaps.ts";
import { registerWasmKernels } from "./wasmKernels.ts";

let located = false;

/** WebAssembly with SIMD on one thread: the embedded default, the same bytes on every machine. */
export const wasm: Candidate = {
  name: "wasm",
  about: "WebAssembly with SIMD, one thread; needs nothing but Node",
  tensorflowName: "wasm",
  async open() {
    if (!located) {
      const main = createRequire(import.meta.url).resolve("@tensorflow/tfjs-backend-wasm/package.json");
      setWasmPaths(join(dirname(main), "dist/"));
      registerWasmKernels();
      refuseWasmGaps();
      located = true;
    }
    if (!(await keepingListeners(() => tf.setBackend("wasm")))) {
      throw new Unavailable("the WebAssembly module of TensorFlow.js does not start");
    }
    return (await tf.env().getAsync("WASM_HAS_SIMD_SUPPORT")) ? "SIMD" : "no SIMD";
  },
};

/** The module installs process-wide handlers that rethrow every error; ours, and Node's own behaviour, shall stay. */
async function keepingListeners<T>(start: () => Promise<T>): Promise<T> {
  const events = ["uncaughtException", "unhandledRejection"] as const;
  const before = events.map((event) => new Set<unknown>(process.listeners(event as "uncaughtException")));
  try {
    return await start();
  } finally {
    events.forEach((event, k) => {
      for (const added of process.listeners(event as "uncaughtException")) {
        if (!before[k]!.has(added)) process.removeListener(event, added);
      }
    });
  }
}
