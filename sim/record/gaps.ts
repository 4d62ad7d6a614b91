import { isNothing } from "../core/columns.ts";
import { cellAt, isBatch, isTexts, valuesOf, type Batch, type Part, type Row, type Values } from "./batch.ts";
import type { Table } from "./column.ts";

/**
 * A number that is not one would end up in a figure.
 * @throws RangeError naming epoch, arm, table, id and column of the first number that is missing and must not be
 */
export function refuseGaps(table: Table, parts: readonly Part[]): void {
  for (const part of parts) {
    for (const { name, type, optional } of table.columns) {
      if (type === "text" || optional) continue;
      if (isBatch(part)) refuseIn(table, name, part);
      else if (!Number.isFinite(part[name])) throw gap(table, name, part);
    }
  }
}

function refuseIn(table: Table, name: string, batch: Batch): void {
  const values = valuesOf(batch, name);
  const place = firstGap(values, batch.places);
  if (place < 0) return;
  const at = (column: string) => cellAt(valuesOf(batch, column) ?? "undefined", place);
  const who = valuesOf(batch, "id") === undefined ? {} : { id: at("id") };
  throw gap(table, name, { ...who, arm: batch.arm, epoch: batch.epoch, [name]: at(name) });
}

/** Place of the first row without a finite number; -1 where all have one. */
function firstGap(values: Values | undefined, places: Int32Array): number {
  if (values === undefined || typeof values === "string" || isTexts(values)) return places[0] ?? -1;
  if (typeof values === "number") return Number.isFinite(values) ? -1 : (places[0] ?? -1);
  if (!(values instanceof Float64Array) || isNothing(values) || allFinite(values, places)) return -1;
  return places.find((place) => !Number.isFinite(values[place])) ?? -1;
}

/** Zero times a finite number is 0. PERF: 1.5 ns a cell, 3 with a branch for each. */
function allFinite(values: Float64Array, places: Int32Array): boolean {
  let missing = 0;
  if (places.length === values.length) for (let k = 0; k < values.length; k++) missing += 0 * values[k]!;
  else for (let k = 0; k < places.length; k++) missing += 0 * values[places[k]!]!;
  return missing === 0;
}

function gap(table: Table, name: string, row: Row): RangeError {
  const who = row["id"] === undefined ? "" : ` of ${row["id"]}`;
  return new RangeError(
    `epoch ${row["epoch"]}, arm ${row["arm"]}: ${name}${who} in table ${table.name} is ${row[name]}; expected a finite number`,
  );
}
