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
];
type Numbers = InstanceType<(typeof kinds)[number]>;

const WORD = 8;
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

/** Reads the structure; each array is the next piece of the file. */
class Whole extends Deserializer {
  private readonly file: Buffer;
  private at: number;
  constructor(file: Buffer, outline: Buffer, from: number) {
    super(outline);
    this.file = file;
    this.at = from;
  }
  override _readHostObject(): Numbers {
    const kind = kinds[this.readUint32()]!;
    const length = this.readDouble();
    const from = this.file.byteOffset + this.at;
    const bytes = length * kind.BYTES_PER_ELEMENT;
    this.at = aligned(this.at + bytes);
    if (this.at > this.file.length) throw new RangeError("the file ends before its arrays do");
    // Memory of its own: a view would keep the whole file, and take it along to a thread.
    return new kind(this.file.buffer.slice(from, from + bytes) as ArrayBuffer);
  }
}

export async function writePlainData(file: FileHandle, value: unknown): Promise<void> {
  const outline = new Outline();
  outline.writeHeader();
  outline.writeValue(value);
  const bytes = outline.releaseBuffer();
  const put = async (piece: Uint8Array) => {
    await file.writeFile(piece);
    const rest = aligned(piece.length) - piece.length;
    if (rest > 0) await file.writeFile(new Uint8Array(rest));
  };
  await put(new Uint8Array(Float64Array.of(bytes.length).buffer));
  await put(bytes);
  for (const { buffer, byteOffset, byteLength } of outline.arrays)
    await put(new Uint8Array(buffer, byteOffset, byteLength));
}

/** @throws Error where the bytes are not whole */
export function readPlainData(file: Buffer): unknown {
  const length = file.readDoubleLE(0);
  const whole = new Whole(file, file.subarray(WORD, WORD + length), WORD + aligned(length));
  whole.readHeader();
  return whole.readValue();
}
