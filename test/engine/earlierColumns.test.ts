/** What a record held before trust was modelled stays as it was, cell by cell. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { tables, type Row } from "../../sim/record.ts";
import { armsOfFile, playAll, SMALL } from "../support/play.ts";

/**
 * Columns of each table at commit 051e1c3, and of the runs below as that commit played them the SHA-256 of
 * JSON.stringify of all rows, each a list of the cells in these columns, numbers as strings with 12 significant digits. Taken
 * anew on 2026-11-23, when waits began to be searched in fewer steps: cells moved by 2e-9 of themselves at most;
 * and again that day, for miners alone, when a model's hash began with the hash of who trains it: no other column moved;
 * and again that day, when averages of income began as plain means: the order in which operators come and go moved.
 */
const before = JSON.parse(readFileSync("test/support/recordsBefore.json", "utf8")) as {
  readonly columns: Readonly<Record<string, readonly string[]>>;
} & Readonly<
  Record<"honest" | "asWritten", Readonly<Record<string, { readonly rows: number; readonly sha256: string }>>>
>;

function digest(rows: readonly Row[], columns: readonly string[]): { rows: number; sha256: string } {
  const cell = (value: Row[string]) => (typeof value === "number" ? Number(value.toPrecision(12)).toString() : value);
  const cells = rows.map((row) => columns.map((name) => cell(row[name]!)));
  return { rows: rows.length, sha256: createHash("sha256").update(JSON.stringify(cells)).digest("hex") };
}

const honest = ["lazy", "copier", "follower"].map((id) => `participants.${id}.behaviour={kind: honest}`);

it.each([
  ["of honest participants alone", "honest", honest],
  ["of the kinds that there were then", "asWritten", []],
] as const)("a run %s has every earlier column unchanged", async (_, name, overrides) => {
  const rows = await playAll(armsOfFile(SMALL, overrides));
  const found = Object.entries(before.columns).map(([table, columns]) => [table, digest(rows[table]!, columns)]);
  expect(Object.fromEntries(found)).toEqual(before[name]);
});

it("the record still declares every earlier column", () => {
  const declared = new Set(tables.flatMap((table) => table.columns.map((column) => `${table.name}.${column.name}`)));
  for (const [table, columns] of Object.entries(before.columns))
    for (const column of columns) expect(declared.has(`${table}.${column}`), `${table}.${column}`).toBe(true);
});
