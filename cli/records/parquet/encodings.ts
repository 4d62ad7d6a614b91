/** Values of a column as the bytes of Parquet's encodings. Source: github.com/apache/parquet-format, Encodings.md. */
import { put, reserve, type Bytes } from "./bytes.ts";
import { varint } from "./thrift.ts";

/** Numbers of eight bytes each, the lowest byte first as on all machines that this runs on. */
type Numbers = Float64Array | BigInt64Array;

const fourBytes = (value: number): number[] => [value & 255, (value >> 8) & 255, (value >> 16) & 255, value >>> 24];

/** Which rows have a value, a bit a row, with its length before it. @param present how many of `values` are not missing */
export function putPresence(values: Float64Array, present: number, rows: number, to: Bytes): void {
  const start = to.length;
  put(to, fourBytes(0));
  if (present === values.length || present === 0) put(to, [...varint(2 * rows), present === 0 ? 0 : 1]);
  else {
    const eights = Math.ceil(rows / 8);
    put(to, varint(2 * eights + 1));
    const data = reserve(to, eights);
    const first = to.length;
    data.fill(0, first, first + eights);
    for (let k = 0; k < rows; k++) if (!Number.isNaN(values[k]!)) data[first + (k >> 3)]! |= 1 << (k & 7);
    to.length += eights;
  }
  to.data.set(fourBytes(to.length - start - 4), start);
}

/** Codes of a dictionary with so many entries. They take a power of two of bits, so that what repeats in rows does in bytes. */
export function putCodes(codes: Uint32Array, entries: number, count: number, to: Bytes): void {
  let width = 1;
  while (2 ** width < entries) width *= 2;
  put(to, [width]);
  if (entries === 1) return put(to, [...varint(2 * count), 0]);
  const eights = Math.ceil(codes.length / 8);
  put(to, varint(2 * eights + 1));
  const data = reserve(to, eights * width);
  if (width < 8) pack(codes, width, data, to.length);
  else for (let b = 0; b < width / 8; b++) spread(codes, 8 * b, data, to.length + b, width / 8);
  data.fill(0, to.length + Math.ceil((codes.length * width) / 8), to.length + eights * width);
  to.length += eights * width;
}

/** Several codes a byte, the first in its lowest bits. */
function pack(codes: Uint32Array, width: number, to: Uint8Array, start: number): void {
  const each = 8 / width;
  for (let k = 0, at = start; k < codes.length; at++) {
    let byte = 0;
    for (let end = Math.min(k + each, codes.length), shift = 0; k < end; k++, shift += width)
      byte |= codes[k]! << shift;
    to[at] = byte;
  }
}

/** A byte of each code, `step` bytes apart. */
function spread(codes: Uint32Array, shift: number, to: Uint8Array, start: number, step: number): void {
  for (let k = 0, at = start; k < codes.length; k++, at += step) to[at] = codes[k]! >>> shift;
}

/** A text after its length. */
export function putText(text: string, to: Bytes): void {
  const utf8 = Buffer.from(text, "utf8");
  put(to, fourBytes(utf8.length));
  put(to, utf8);
}

/** Eight bytes a number, as they lie in memory. */
export function putNumbers({ buffer, byteOffset, byteLength }: Numbers, to: Bytes): void {
  put(to, new Uint8Array(buffer, byteOffset, byteLength));
}

/**
 * The lowest byte of every number, then the next of every number, and so on: the highest ones repeat, the lowest hardly do.
 */
export function putSplit({ buffer, byteOffset, length: n }: Float64Array, to: Bytes): void {
  const words = new Uint32Array(buffer, byteOffset, 2 * n);
  const data = reserve(to, 8 * n);
  for (let k = 0, at = to.length; k < n; k++, at++) {
    const [low, high] = [words[2 * k]!, words[2 * k + 1]!];
    data[at] = low;
    data[at + n] = low >>> 8;
    data[at + 2 * n] = low >>> 16;
    data[at + 3 * n] = low >>> 24;
    data[at + 4 * n] = high;
    data[at + 5 * n] = high >>> 8;
    data[at + 6 * n] = high >>> 16;
    data[at + 7 * n] = high >>> 24;
  }
  to.length += 8 * n;
}

let whole = new BigInt64Array(0);

/** Doubles that are whole numbers as integers of 64 bits, until the next are asked for. @throws RangeError at one that is not whole */
export function wholeNumbers(values: Float64Array): BigInt64Array {
  if (whole.length < values.length) whole = new BigInt64Array(2 * values.length);
  const words = new Int32Array(whole.buffer);
  for (let k = 0; k < values.length; k++) {
    const value = values[k]!;
    if (!Number.isSafeInteger(value)) throw new RangeError(`parquet: ${value} is not a whole number`);
    words[2 * k] = value;
    words[2 * k + 1] = Math.floor(value / 2 ** 32);
  }
  return whole.subarray(0, values.length);
}
