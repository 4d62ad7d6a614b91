/** Gathered rows as files. A missing number (NaN) is NULL. */
import { open, rename } from "node:fs/promises";
import { parquetOf } from "./parquet/file.ts";
import type { Gathered } from "./shards.ts";

export function bytesOf({ columns, rows }: Gathered): Uint8Array {
  return parquetOf(
    columns.map(({ column: { name, type }, values, same, texts }) => ({
      name,
      type,
      values: values.subarray(0, same ? 1 : rows),
      texts: [...texts.keys()],
    })),
    rows,
  );
}

/** Puts bytes on disk, to a file that is there whole or not at all. */
export async function putWhole(file: string, bytes: Uint8Array): Promise<void> {
  const partial = `${file}.tmp`;
  const handle = await open(partial, "w");
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(partial, file);
}
