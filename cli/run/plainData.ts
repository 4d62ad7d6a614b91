/**
 * Plain data as a file: an outline in which arrays of numbers are named by place, then the arrays as they lie in memory. Large
 * state is written without a second copy of it.
 *
 * | bytes | what |
 * | --- | --- |
 * | 0..7 | length of the outline, in bytes, as a double |
 * | 8.. | the outline: the structured clone format of Node's v8 module, each array as kind and length |
 * | then | each array in the order of the outline, from the next multiple of 8 on, in the machine's byte order |
 */
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import type { FileHandle } from "node:fs/promises";
import { Deserializer, Serializer } from "node:v8";

/** Documented by Node, left out of its types. */
declare module "node:v8" {
  interface Serializer {
    _setTreatArrayBufferViewsAsHostObjects(on: boolean): void;
    _writeHostObject(object: object): void;
  }
  interface Deserializer {
    _readHostObject(): object;
  }
}

const kinds = [
  Float64Array,
  Float32Array,
  Int32Array,
  Uint32Array,
  Uint16Array,
  Uint8Array,
  Uint8ClampedArray,
  BigInt64Array,
  Int8Array,
];
type Numbers = InstanceType<(typeof kinds)[number]>;

const WORD = 8;
/** Bytes that one call of the system reads at most. */
const MOST_AT_ONCE = 2 ** 30;
/** What V8 says of bytes that are not its format. */
const NOT_AN_OUTLINE = "Unable to deserialize";
const aligned = (bytes: number): number => Math.ceil(bytes / WORD) * WORD;

/** Writes the structure and sets the arrays aside. An array that is met twice is one array. */
class Outline extends Serializer {
  readonly arrays: Numbers[] = [];
  constructor() {
    super();
    this._setTreatArrayBufferViewsAsHostObjects(true);
  }
  override _writeHostObject(array: Numbers): void {
    const kind = kinds.findIndex((one) => array instanceof one);
    if (kind < 0)
      throw new TypeError(`a checkpoint cannot hold a ${array.constructor.name}; expected ${namesOf(kinds)}`);
    this.writeUint32(kind);
    this.writeDouble(array.length);
    this.arrays.push(array);
  }
}

const namesOf = (all: readonly { readonly name: string }[]): string => all.map(({ name }) => name).join(", ");

/** A file of plain data that is not whole. */
export class Torn extends Error {
  override readonly name = "Torn";
}

/** Pieces of an open file, each in memory of its own: the file may be larger than one buffer can be. */
class Pieces {
  private readonly file: number;
  private readonly size: number;
  private at = 0;
  constructor(file: number) {
    this.file = file;
    this.size = fstatSync(file).size;
  }
  /** The next bytes, up to the multiple of 8 after them. @throws Torn where the file ends before */
  next(length: number): Uint8Array<ArrayBuffer> {
    const [from, to] = [this.at, aligned(this.at + length)];
    if (!(Number.isInteger(length) && length >= 0 && to <= this.size))
      throw new Torn(`the file ends at byte ${this.size}; expected ${to} or more`);
    const piece = new Uint8Array(length);
    for (let read = 0; read < length;) {
      const got = readSync(this.file, piece, read, Math.min(length - read, MOST_AT_ONCE), from + read);
      if (got === 0) throw new Torn(`the file ends at byte ${from + read}; expected ${to} or more`);
      read += got;
    }
    this.at = to;
    return piece;
  }
}

/** Reads the structure; each array is the next piece of the file. */
class Whole extends Deserializer {
  private readonly pieces: Pieces;
  constructor(outline: Uint8Array, pieces: Pieces) {
    super(outline);
    this.pieces = pieces;
  }
  override _readHostObject(): Numbers {
    const kind = kinds[this.readUint32()];
    if (!kind) throw new Torn("the outline names an array of no known kind");
    return new kind(this.pieces.next(this.readDouble() * kind.BYTES_PER_ELEMENT).buffer);
  }
}

/** Bytes of small arrays that go to the system together: PERF a call takes 40 µs, and a state of the economy has hundreds of them. */
const TOGETHER = 1 << 18;

export async function writePlainData(file: FileHandle, value: unknown): Promise<void> {
  const outline = new Outline();
  outline.writeHeader();
  outline.writeValue(value);
  const bytes = outline.releaseBuffer();
  const small = new Uint8Array(TOGETHER);
  let waiting = 0;
  const drain = async () => {
    await file.writeFile(small.subarray(0, waiting));
    waiting = 0;
  };
  const put = async (piece: Uint8Array) => {
    const length = aligned(piece.length);
    if (waiting + length > TOGETHER) await drain();
    if (length > TOGETHER) {
      await file.writeFile(piece);
      await file.writeFile(new Uint8Array(length - piece.length));
      return;
    }
    small.set(piece, waiting);
    small.fill(0, waiting + piece.length, waiting + length);
    waiting += length;
  };
  await put(new Uint8Array(Float64Array.of(bytes.length).buffer));
  await put(bytes);
  for (const { buffer, byteOffset, byteLength } of outline.arrays)
    await put(new Uint8Array(buffer, byteOffset, byteLength));
  await drain();
}

/**
 * @throws Torn where the file is not whole
 * @throws Error where the system does not let it be read
 */
export function readPlainData(path: string): unknown {
  const file = openSync(path, "r");
  try {
    const pieces = new Pieces(file);
    const [length] = new Float64Array(pieces.next(WORD).buffer);
    return structureOf(new Whole(pieces.next(length!), pieces));
  } finally {
    closeSync(file);
  }
}

function structureOf(whole: Whole): unknown {
  try {
    whole.readHeader();
    return whole.readValue();
  } catch (error) {
    throw (error as Error).message.startsWith(NOT_AN_OUTLINE) ? new Torn((error as Error).message) : error;
  }
}
