import * as tf from "@tensorflow/tfjs-core";
import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { MODULE } from "./fleetModule.generated.ts";

/** kernels/fleet.ts, where each function says what it does; addresses in bytes, lengths in elements. */
interface Kernels {
  dense(
    x: number,
    xStep: number,
    w: number,
    b: number,
    y: number,
    members: number,
    rows: number,
    inner: number,
    cols: number,
    rectified: number,
  ): void;
  denseGradient(
    x: number,
    xStep: number,
    dz: number,
    dw: number,
    db: number,
    members: number,
    rows: number,
    inner: number,
    cols: number,
  ): void;
  matMul(
    a: number,
    aStep: number,
    aTurned: number,
    b: number,
    bStep: number,
    bTurned: number,
    c: number,
    room: number,
    members: number,
    rows: number,
    cols: number,
    inner: number,
  ): void;
  rectifyGradient(dy: number, y: number, dz: number, count: number): void;
  sines(x: number, y: number, count: number, scale: number): void;
  sineGradients(x: number, dy: number, dx: number, count: number, scale: number): void;
  crossEntropy(logits: number, labels: number, gradient: number, rows: number, classes: number): number;
  embed(
    ids: number,
    w: number,
    b: number,
    y: number,
    rows: number,
    places: number,
    symbols: number,
    cols: number,
  ): void;
  embedGradient(ids: number, dy: number, dw: number, rows: number, places: number, symbols: number, cols: number): void;
  columnSums(x: number, out: number, rows: number, cols: number): void;
  adam(
    w: number,
    first: number,
    second: number,
    gradient: number,
    count: number,
    beta1: number,
    beta2: number,
    rate: number,
    epsilon: number,
  ): void;
}

/** What is used of the wasm backend beyond its public types. */
export interface Heap extends Omit<BackendWasm, "wasm"> {
  readonly wasm: {
    readonly asm: { readonly memory: object };
    _malloc(bytes: number): number;
    _free(address: number): void;
  };
}

declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
};

let loaded: { readonly heap: Heap; readonly kernels: Kernels } | undefined;

/** The kernels on the memory of a backend, so that its tensors are read and written where they lie. */
export function kernelsOn(backend: Heap): Kernels {
  if (loaded?.heap === backend) return loaded.kernels;
  const module = new WebAssembly.Module(Uint8Array.from(atob(MODULE), (c) => c.charCodeAt(0)));
  const instance = new WebAssembly.Instance(module, { env: { memory: backend.wasm.asm.memory } });
  loaded = { heap: backend, kernels: instance.exports as Kernels };
  return loaded.kernels;
}

/** Address of a tensor. */
export const addressOf = (heap: Heap, { dataId }: tf.TensorInfo): number => heap.getMemoryOffset(dataId);

/** A kernel of ours: what it computes from tensors and attributes on the wasm heap. */
export type FleetKernel = (
  heap: Heap,
  kernels: Kernels,
  inputs: Readonly<Record<string, tf.TensorInfo>>,
  attrs: Readonly<Record<string, number>>,
) => tf.TensorInfo | tf.TensorInfo[];

/** Makes a kernel the wasm backend's own, in the place of the stock one where there is one. */
export function register(kernelName: string, kernel: FleetKernel): void {
  if (tf.getKernel(kernelName, "wasm")) tf.unregisterKernel(kernelName, "wasm");
  tf.registerKernel({
    kernelName,
    backendName: "wasm",
    kernelFunc: ({ inputs, backend, attrs }) => {
      const heap = backend as unknown as Heap;
      return kernel(heap, kernelsOn(heap), inputs as never, (attrs ?? {}) as never);
    },
  });
}
