import { MODULE } from "./module.generated.ts";

/** kernels/consensus.ts, where each function says what it does; addresses in bytes, lengths in elements. */
export interface Kernels {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  base(): number;
  normalizeRows(weights: number, rows: number, stride: number): void;
  divideRows(weights: number, rows: number, stride: number, totals: number): void;
  sparseTrust(weights: number, rows: number, stride: number, consensus: number, room: number, trust: number): void;
  consensusWeight(
    weights: number,
    stride: number,
    staked: number,
    share: number,
    held: number,
    sample: number,
    kappa: number,
    consensus: number,
    panel: number,
  ): void;
  clippedSums(
    weights: number,
    rows: number,
    stride: number,
    consensus: number,
    stake: number,
    trust: number,
    rank: number,
  ): void;
  averageBonds(
    weights: number,
    bonds: number,
    rows: number,
    stride: number,
    consensus: number,
    penalty: number,
    alpha: number,
    sums: number,
  ): void;
  bondSums(
    weights: number,
    bonds: number,
    rows: number,
    stride: number,
    consensus: number,
    penalty: number,
    stake: number,
    bought: number,
    kept: number,
  ): void;
  mixBonds(
    weights: number,
    bonds: number,
    rows: number,
    stride: number,
    consensus: number,
    penalty: number,
    stake: number,
    buy: number,
    keep: number,
    sums: number,
  ): void;
  scaleBonds(bonds: number, rows: number, stride: number, factor: number, earned: number, product: number): void;
  keepAsU16(bonds: number, rows: number, stride: number): void;
  rowEarnings(bonds: number, rows: number, stride: number, sums: number, earned: number, product: number): void;
  rowProducts(bonds: number, rows: number, stride: number, factor: number, product: number): void;
}

/** WebAssembly as far as it is used: neither the types of Node nor those of the language have it. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: unknown };
};

let loaded: Kernels | null | undefined;

/** The kernels, compiled at the first call; null on a machine without WebAssembly SIMD, where the plain path computes. */
export function kernels(): Kernels | null {
  if (loaded === undefined) loaded = compile();
  return loaded;
}

function compile(): Kernels | null {
  try {
    const module = new WebAssembly.Module(Uint8Array.from(atob(MODULE), (c) => c.charCodeAt(0)));
    return new WebAssembly.Instance(module).exports as Kernels;
  } catch {
    return null;
  }
}

const PAGE = 65_536;
const LINE = 64;

/** Rooms for arrays in the kernels' memory, each at a cache line; made anew for each epoch, so nothing stays in it. */
export class Rooms {
  readonly #kernels: Kernels;
  #next: number;

  constructor(kernels: Kernels) {
    this.#kernels = kernels;
    this.#next = kernels.base();
  }

  /** Address of `count` elements of `bytes` each. Call all of them before the first view: growing detaches views. */
  take(count: number, bytes = 8): number {
    const address = this.#next;
    this.#next = Math.ceil((address + count * bytes) / LINE) * LINE;
    const missing = Math.ceil((this.#next - this.#kernels.memory.buffer.byteLength) / PAGE);
    if (missing > 0) this.#kernels.memory.grow(missing);
    return address;
  }

  numbers(address: number, count: number): Float64Array {
    return new Float64Array(this.#kernels.memory.buffer, address, count);
  }

  integers(address: number, count: number): Int32Array {
    return new Int32Array(this.#kernels.memory.buffer, address, count);
  }
}
