import * as tf from "@tensorflow/tfjs-core";
import { addressOf, type FleetKernel, register } from "./fleetKernels.ts";

const BYTES = Float32Array.BYTES_PER_ELEMENT;

/** Elements from one member to the next of an operand; 0 where one goes with all. */
const stepOf = (x: tf.TensorInfo, members: number): number => {
  const each = x.shape.at(-2)! * x.shape.at(-1)!;
  const own = tf.util.sizeFromShape(x.shape as number[]) / each;
  if (own !== 1 && own !== members)
    throw new RangeError(`matMul: [${x.shape}] has ${own} members; expected 1 or ${members}`);
  return own === 1 ? 0 : each;
};

const sizeOf = (x: tf.TensorInfo): number => tf.util.sizeFromShape(x.shape as number[]);

function refuseOther(name: string, ...tensors: tf.TensorInfo[]): void {
  const wrong = tensors.find(({ dtype }) => dtype !== "float32");
  if (wrong) throw new RangeError(`${name}: a tensor is ${wrong.dtype} [${wrong.shape}]; expected float32`);
}

/**
 * The batched product in its four transpose forms. The stock kernel has a fast path for one plain product only.
 * A stack of members is multiplied member by member, so each is independent of the others in every bit.
 */
const batchMatMul: FleetKernel = (heap, kernels, { a, b }, { transposeA, transposeB }) => {
  refuseOther("matMul", a!, b!);
  const [aRows, aCols] = a!.shape.slice(-2) as [number, number];
  const [bRows, bCols] = b!.shape.slice(-2) as [number, number];
  const [rows, inner] = transposeA ? [aCols, aRows] : [aRows, aCols];
  const [bInner, cols] = transposeB ? [bCols, bRows] : [bRows, bCols];
  if (inner !== bInner) throw new RangeError(`matMul: inner sizes are ${inner} and ${bInner}; expected the same`);
  const outer = tf.broadcast_util.assertAndGetBroadcastShape(a!.shape.slice(0, -2), b!.shape.slice(0, -2));
  const members = tf.util.sizeFromShape(outer);
  const [aStep, bStep] = [stepOf(a!, members), stepOf(b!, members)];
  const out = heap.makeOutput([...outer, rows, cols], "float32");
  const room = transposeB ? heap.wasm._malloc(inner * cols * BYTES) : 0;
  kernels.matMul(
    addressOf(heap, a!),
    aStep,
    transposeA ? 1 : 0,
    addressOf(heap, b!),
    bStep,
    transposeB ? 1 : 0,
    addressOf(heap, out),
    room,
    members,
    rows,
    cols,
    inner,
  );
  if (room !== 0) heap.wasm._free(room);
  return out;
};

/** y = act(x W + b) of each member; x [members or 1, rows, inner] */
const dense: FleetKernel = (heap, kernels, { x, w, b }, { rectified }) => {
  refuseOther("dense", x!, w!, b!);
  const [members, inner, cols] = w!.shape as [number, number, number];
  const rows = x!.shape[1]!;
  const y = heap.makeOutput([members, rows, cols], "float32");
  const step = stepOf(x!, members);
  const [from, weights, bias, to] = [x!, w!, b!, y].map((t) => addressOf(heap, t)) as [number, number, number, number];
  kernels.dense(from, step, weights, bias, to, members, rows, inner, cols, rectified!);
  return y;
};

const rectifyGradient: FleetKernel = (heap, kernels, { dy, y }) => {
  const dz = heap.makeOutput(y!.shape as number[], "float32");
  kernels.rectifyGradient(addressOf(heap, dy!), addressOf(heap, y!), addressOf(heap, dz), sizeOf(y!));
  return dz;
};

/** [members, rows, cols] -> [members, 1, cols] */
const columnSums: FleetKernel = (heap, kernels, { x }) => {
  const [members, rows, cols] = x!.shape as [number, number, number];
  const out = heap.makeOutput([members, 1, cols], "float32");
  const [from, to] = [addressOf(heap, x!), addressOf(heap, out)];
  for (let m = 0; m < members; m++)
    kernels.columnSums(from + m * rows * cols * BYTES, to + m * cols * BYTES, rows, cols);
  return out;
};

const sines: FleetKernel = (heap, kernels, { x }, { scale }) => {
  const y = heap.makeOutput(x!.shape as number[], "float32");
  kernels.sines(addressOf(heap, x!), addressOf(heap, y), sizeOf(x!), scale!);
  return y;
};

const sineGradients: FleetKernel = (heap, kernels, { x, dy }, { scale }) => {
  const dx = heap.makeOutput(x!.shape as number[], "float32");
  kernels.sineGradients(addressOf(heap, x!), addressOf(heap, dy!), addressOf(heap, dx), sizeOf(x!), scale!);
  return dx;
};

/** Losses [members] and their gradient [members, rows, classes]; labels [members, rows] i32 */
const crossEntropy: FleetKernel = (heap, kernels, { logits, labels }) => {
  const [members, rows, classes] = logits!.shape as [number, number, number];
  const losses = heap.makeOutput([members], "float32");
  const gradient = heap.makeOutput([members, rows, classes], "float32");
  const [from, given, to] = [logits!, labels!, gradient].map((t) => addressOf(heap, t)) as [number, number, number];
  const each = rows * classes * BYTES;
  const values = new Float32Array(members);
  for (let m = 0; m < members; m++)
    values[m] = kernels.crossEntropy(from + m * each, given + m * rows * BYTES, to + m * each, rows, classes);
  heap.typedArrayFromHeap(losses).set(values as never);
  return [losses, gradient];
};

/** y = b + sum of the rows of W that a context names; ids [members or 1, rows, places] i32, w [members, places * symbols, cols] */
const embed: FleetKernel = (heap, kernels, { ids, w, b }) => {
  const [members, entries, cols] = w!.shape as [number, number, number];
  const [own, rows, places] = ids!.shape as [number, number, number];
  const y = heap.makeOutput([members, rows, cols], "float32");
  const [from, weights, bias, to] = [ids!, w!, b!, y].map((t) => addressOf(heap, t)) as [
    number,
    number,
    number,
    number,
  ];
  for (let m = 0; m < members; m++) {
    kernels.embed(
      from + (own === 1 ? 0 : m) * rows * places * BYTES,
      weights + m * entries * cols * BYTES,
      bias + m * cols * BYTES,
      to + m * rows * cols * BYTES,
      rows,
      places,
      entries / places,
      cols,
    );
  }
  return y;
};

const embedGradient: FleetKernel = (heap, kernels, { ids, dy }, { entries }) => {
  const [members, rows, places] = ids!.shape as [number, number, number];
  const cols = dy!.shape[2]!;
  const dw = heap.makeOutput([members, entries!, cols], "float32");
  const [from, given, to] = [ids!, dy!, dw].map((t) => addressOf(heap, t)) as [number, number, number];
  for (let m = 0; m < members; m++) {
    kernels.embedGradient(
      from + m * rows * places * BYTES,
      given + m * rows * cols * BYTES,
      to + m * entries! * cols * BYTES,
      rows,
      places,
      entries! / places,
      cols,
    );
  }
  return dw;
};

/** Adam in place, member by member; `weights`, `first` and `second` are changed. */
const adam: FleetKernel = (heap, kernels, inputs, { beta1, beta2 }) => {
  const { weights, first, second, gradient, rate, epsilon } = inputs;
  const members = weights!.shape[0]!;
  const count = sizeOf(weights!) / members;
  const [w, f, s, g] = [weights!, first!, second!, gradient!].map((t) => addressOf(heap, t)) as [
    number,
    number,
    number,
    number,
  ];
  const [rates, guards] = [heap.typedArrayFromHeap(rate!), heap.typedArrayFromHeap(epsilon!)];
  for (let m = 0, at = 0; m < members; m++, at += count * BYTES)
    kernels.adam(w + at, f + at, s + at, g + at, count, beta1!, beta2!, rates[m] as number, guards[m] as number);
  return [];
};

/**
 * A second name for the same numbers, as on the cpu backend. The stock kernel copies them, and the tape keeps a clone of
 * every weight and every input of a step. What is changed in place changes for all its names: only FleetAdam does so.
 */
const identity: FleetKernel = (heap, _kernels, { x }) => {
  heap.incRef(x!.dataId);
  return { dataId: x!.dataId, shape: x!.shape, dtype: x!.dtype };
};

const kernels: Readonly<Record<string, FleetKernel>> = {
  [tf.Identity]: identity,
  [tf.BatchMatMul]: batchMatMul,
  FleetDense: dense,
  FleetRectifyGradient: rectifyGradient,
  FleetColumnSums: columnSums,
  FleetSines: sines,
  FleetSineGradients: sineGradients,
  FleetCrossEntropy: crossEntropy,
  FleetAdam: adam,
  FleetEmbed: embed,
  FleetEmbedGradient: embedGradient,
};

/** Names of the kernels of ours; of these BatchMatMul and Identity take the place of stock ones. */
export const FLEET_KERNELS: readonly string[] = Object.keys(kernels);

/** Registers every kernel of ours with the wasm backend, so that any tensor code on it profits. */
export function registerWasmKernels(): void {
  for (const [name, kernel] of Object.entries(kernels)) register(name, kernel);
}
