/**
 * Fresh arrays of zeros, and copies, cut one after the other from larger pieces of memory. A piece is never used again, and lives
 * as long as any of its arrays.
 *
 * PERF: an array of 84 numbers takes 0.12 us in place of 1.5. What costs is memory of its own, when an array is made and when it
 * is collected: an epoch of 48 operators makes 155 arrays, and without them takes a third less time.
 */
const PIECE_BYTES = 1 << 16;

/** Shorter ones lie in the array's own object, which costs less still; longer ones cost what filling them does. */
const SHORT_BYTES = 64;
const LONG_BYTES = PIECE_BYTES >>> 4;

const WORD_BYTES = 8;

let piece = new ArrayBuffer(PIECE_BYTES);
let used = 0;

const isCut = (bytes: number): boolean => bytes > SHORT_BYTES && bytes <= LONG_BYTES;

/** Where so many bytes begin that nobody has yet: a multiple of a word. */
function cut(bytes: number): number {
  if (used + bytes > PIECE_BYTES) {
    piece = new ArrayBuffer(PIECE_BYTES);
    used = 0;
  }
  const at = used;
  used = at + Math.ceil(bytes / WORD_BYTES) * WORD_BYTES;
  return at;
}

/** [n] zeros, float64 */
export function floats(n: number): Float64Array {
  if (!isCut(8 * n)) return new Float64Array(n);
  const at = cut(8 * n);
  return new Float64Array(piece, at, n);
}

/** [n] zeros, int32 */
export function ints(n: number): Int32Array {
  if (!isCut(4 * n)) return new Int32Array(n);
  const at = cut(4 * n);
  return new Int32Array(piece, at, n);
}

/** [n] zeros, uint32 */
export function words(n: number): Uint32Array {
  if (!isCut(4 * n)) return new Uint32Array(n);
  const at = cut(4 * n);
  return new Uint32Array(piece, at, n);
}

/** [n] zeros, uint8 */
export function bytes(n: number): Uint8Array {
  if (!isCut(n)) return new Uint8Array(n);
  const at = cut(n);
  return new Uint8Array(piece, at, n);
}

/** The same numbers in memory that nobody else writes to. */
export function copyOf<Numbers extends Float64Array | Int32Array | Uint32Array | Uint8Array>(
  numbers: Numbers,
): Numbers {
  if (!isCut(numbers.byteLength)) return numbers.slice() as Numbers;
  const copy = alike(numbers);
  copy.set(numbers);
  return copy as Numbers;
}

function alike(numbers: Float64Array | Int32Array | Uint32Array | Uint8Array) {
  if (numbers instanceof Float64Array) return floats(numbers.length);
  if (numbers instanceof Int32Array) return ints(numbers.length);
  return numbers instanceof Uint32Array ? words(numbers.length) : bytes(numbers.length);
}
