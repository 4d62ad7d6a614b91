/** Bytes that are written one after the other: memory that grows as it must and is used again. */
export interface Bytes {
  data: Uint8Array;
  length: number;
}

const FIRST_BYTES = 1 << 16;

export const bytes = (): Bytes => ({ data: new Uint8Array(FIRST_BYTES), length: 0 });

/** The memory, with room for so many more. */
export function reserve(to: Bytes, more: number): Uint8Array {
  if (to.length + more > to.data.length) {
    const data = new Uint8Array(Math.max(to.length + more, 2 * to.data.length));
    data.set(to.data.subarray(0, to.length));
    to.data = data;
  }
  return to.data;
}

export function put(to: Bytes, from: ArrayLike<number>): void {
  reserve(to, from.length).set(from, to.length);
  to.length += from.length;
}

/** What was written, until more is. */
export const written = ({ data, length }: Bytes): Uint8Array => data.subarray(0, length);
