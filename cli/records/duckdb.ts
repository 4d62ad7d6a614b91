/** One connection to a database in memory. A single thread, so that the same rows give the same bytes. */
import { DuckDBInstance, type DuckDBConnection } from "@duckdb/node-api";

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
