/** One connection to a database in memory, with a single thread: rows come in their order. */
import { DuckDBInstance, type DuckDBConnection, type DuckDBVector } from "@duckdb/node-api";

export interface Database {
  readonly connection: DuckDBConnection;
  close(): void;
}

export async function openDatabase(): Promise<Database> {
  const instance = await DuckDBInstance.create(":memory:", { threads: "1" });
  const connection = await instance.connect();
  return {
    connection,
    close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

/** A text for SQL. */
export const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** A name for SQL: some columns are called as its own words ("left", "from"). */
export const named = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/**
 * What a vector of numbers holds, or the codes of one of an ENUM. Its type keeps it private, and offers a call for each cell:
 * 1 ns and 26 ns a cell.
 * @throws TypeError where it is not there: another version of DuckDB's package keeps it elsewhere
 */
export function memoryOf(vector: DuckDBVector): Float64Array | Uint8Array | Uint16Array | Uint32Array {
  const { items } = vector as unknown as { readonly items?: unknown };
  if (items instanceof Float64Array || items instanceof Uint8Array) return items;
  if (items instanceof Uint16Array || items instanceof Uint32Array) return items;
  throw new TypeError(`${vector.constructor.name} of DuckDB has no items; expected an array of numbers`);
}
