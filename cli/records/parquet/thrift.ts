/**
 * The part of Thrift's compact protocol that Parquet's headers and footer need. Numbers are never negative there.
 * Source: github.com/apache/thrift, doc/specs/thrift-compact-protocol.md.
 */

/** A value: its type, and the bytes that stand for it. */
export interface Value {
  readonly type: number;
  readonly bytes: readonly number[];
}

const types = { i32: 5, i64: 6, binary: 8, list: 9, struct: 12 };

/** Seven bits a byte, the lowest first; the highest bit says that more follow. */
export function varint(value: number): number[] {
  const bytes: number[] = [];
  for (; value >= 128; value = Math.floor(value / 128)) bytes.push((value % 128) + 128);
  bytes.push(value);
  return bytes;
}

/** Signed numbers take turns, 0 -1 1 -2 2: one that is not negative stands at twice its place. */
export const i32 = (value: number): Value => ({ type: types.i32, bytes: varint(2 * value) });
export const i64 = (value: number): Value => ({ type: types.i64, bytes: varint(2 * value) });

export function binary(text: string): Value {
  const bytes = Buffer.from(text, "utf8");
  return { type: types.binary, bytes: [...varint(bytes.length), ...bytes] };
}

/** Lists of more than this many have their length apart. */
const SHORT_LIST = 14;

/** Values of one type, at least one. */
export function list(values: readonly Value[]): Value {
  const { type } = values[0]!;
  const head =
    values.length <= SHORT_LIST ? [(values.length << 4) | type] : [(15 << 4) | type, ...varint(values.length)];
  return { type: types.list, bytes: head.concat(...values.map(({ bytes }) => bytes)) };
}

/** Fields by number, at most 15 apart; one that is undefined is left out. */
export type Fields = Readonly<Record<number, Value | undefined>>;

export function struct(fields: Fields): Value {
  const bytes: number[] = [];
  let last = 0;
  for (const [key, value] of Object.entries(fields)) {
    if (value === undefined) continue;
    const field = Number(key);
    bytes.push(((field - last) << 4) | value.type);
    for (const byte of value.bytes) bytes.push(byte);
    last = field;
  }
  bytes.push(0);
  return { type: types.struct, bytes };
}
