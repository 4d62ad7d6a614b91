import { draw, hashesOf } from "../random.ts";
import { MODULE } from "./module.generated.ts";

/** kernels/draws.ts, where each function says what it does; addresses in bytes, lengths in elements. */
interface Kernels {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  base(): number;
  uniforms(
    n: number,
    seed: number,
    epoch: number,
    first: number,
    second: number,
    purpose: number,
    which: number,
    drawn: number,
  ): void;
}

/** WebAssembly as far as it is used: neither the types of Node nor those of the language have it. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: unknown };
};

/** Draws that are made at once; their keys and results take 80 KB. */
const AT_ONCE = 4096;

/** The kernels with room for so many draws, and views of it. */
interface Room {
  readonly kernels: Kernels;
  readonly at: readonly [first: number, second: number, purpose: number, drawn: number];
  readonly first: Int32Array;
  readonly second: Int32Array;
  readonly purpose: Int32Array;
  readonly drawn: Float64Array;
}

/** Whose hashes lie in the room. */
let inside: { readonly ids: Hashes; readonly id: Int32Array; readonly n: number } | null = null;

let opened: Room | null | undefined;

/** null on a machine without WebAssembly SIMD, where draws are made one by one. */
function room(): Room | null {
  if (opened === undefined) opened = open();
  return opened;
}

function open(): Room | null {
  let kernels: Kernels;
  try {
    const module = new WebAssembly.Module(Uint8Array.from(atob(MODULE), (c) => c.charCodeAt(0)));
    kernels = new WebAssembly.Instance(module).exports as Kernels;
  } catch {
    return null;
  }
  const base = kernels.base();
  const at = [base, base + 4 * AT_ONCE, base + 8 * AT_ONCE, base + 12 * AT_ONCE] as const;
  const missing = Math.ceil((at[3] + 8 * AT_ONCE - kernels.memory.buffer.byteLength) / 65_536);
  if (missing > 0) kernels.memory.grow(missing);
  const { buffer } = kernels.memory;
  const words = (address: number) => new Int32Array(buffer, address, AT_ONCE);
  return {
    kernels,
    at,
    first: words(at[0]),
    second: words(at[1]),
    purpose: words(at[2]),
    drawn: new Float64Array(buffer, at[3], AT_ONCE),
  };
}

/** Hashes of texts, by place. */
export interface Hashes {
  readonly texts: readonly string[];
  readonly first: Int32Array;
  readonly second: Int32Array;
}

const known = new WeakMap<readonly string[], Map<string, Hashes>>();

/**
 * Hashes of a list of texts, each with the same words before it; kept as long as the list.
 * PERF: to look up the hashes of 1,000 ids takes 60 us, and they are drawn for in every epoch.
 */
export function hashesOfAll(texts: readonly string[], before = ""): Hashes {
  let all = known.get(texts);
  if (!all) known.set(texts, (all = new Map()));
  let hashes = all.get(before);
  if (hashes) return hashes;
  hashes = {
    texts: texts.map((text) => before + text),
    first: new Int32Array(texts.length),
    second: new Int32Array(texts.length),
  };
  hashes.texts.forEach((text, i) => ([hashes!.first[i], hashes!.second[i]] = hashesOf(text)));
  all.set(before, hashes);
  return hashes;
}

/** Places in a list; a number where it is the same for all. */
type Places = Int32Array | number;

const at = (places: Places, k: number): number => (typeof places === "number" ? places : places[k]!);

/**
 * `draw(seed, purposes[purpose[k]], epoch, ids[id[k]], which)` for each k, many at once.
 * PERF: 10 ns a draw; alone it takes 60, and as much again to look up its texts. Draws for the same ids as before take 8.
 *
 * @param id    places, which nobody writes to any more
 * @param drawn [n] written
 */
export function drawMany(
  seed: number,
  epoch: number,
  ids: Hashes,
  id: Places,
  purposes: Hashes,
  purpose: Places,
  which: number,
  drawn: Float64Array,
): void {
  const n = drawn.length;
  const many = room();
  if (!many) {
    for (let k = 0; k < n; k++)
      drawn[k] = draw(seed, purposes.texts[at(purpose, k)]!, epoch, ids.texts[at(id, k)]!, which);
    return;
  }
  const { kernels, at: rooms } = many;
  for (let from = 0; from < n; from += AT_ONCE) {
    const count = Math.min(AT_ONCE, n - from);
    fillIds(many, ids, id, from, count, n);
    if (typeof purpose === "number") many.purpose.fill(purposes.first[purpose]!, 0, count);
    else for (let k = 0; k < count; k++) many.purpose[k] = purposes.first[purpose[from + k]!]!;
    kernels.uniforms(count, seed | 0, epoch | 0, rooms[0], rooms[1], rooms[2], which | 0, rooms[3]);
    drawn.set(many.drawn.subarray(0, count), from);
  }
}

/** Writes the hashes of some of the ids to the room. */
function fillIds({ first, second }: Room, ids: Hashes, id: Places, from: number, count: number, n: number): void {
  if (typeof id === "number") {
    first.fill(ids.first[id]!, 0, count);
    second.fill(ids.second[id]!, 0, count);
    inside = null;
    return;
  }
  if (inside !== null && inside.ids === ids && inside.id === id && inside.n === n) return;
  const { first: one, second: other } = ids;
  for (let k = 0; k < count; k++) {
    first[k] = one[id[from + k]!]!;
    second[k] = other[id[from + k]!]!;
  }
  inside = n <= AT_ONCE ? { ids, id, n } : null;
}
