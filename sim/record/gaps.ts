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

/** Place of the first row without a finite number; -1 where all have one. PERF: 1 ns a cell. */
function firstGap(values: Values | undefined, places: Int32Array): number {
  if (values === undefined || typeof values === "string" || isTexts(values)) return places[0] ?? -1;
  if (typeof values === "number") return Number.isFinite(values) ? -1 : (places[0] ?? -1);
  if (!(values instanceof Float64Array)) return -1;
  for (let k = 0; k < places.length; k++) {
    const value = values[places[k]!]!;
    if (value - value !== 0) return places[k]!;
  }
  return -1;
}

function gap(table: Table, name: string, row: Row): RangeError {
  const who = row["id"] === undefined ? "" : ` of ${row["id"]}`;
  return new RangeError(
    `epoch ${row["epoch"]}, arm ${row["arm"]}: ${name}${who} in table ${table.name} is ${row[name]}; expected a finite number`,
  );
}
