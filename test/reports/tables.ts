import type { Frame, Row } from "../../sim/record.ts";
import type { Records } from "../../reports/records.ts";

/** Records with a table of these rows, all of them with the same columns. */
export function withTable(records: Records, name: string, rows: readonly Row[]): Records {
  const columns = Object.keys(rows[0]!).map((column) => {
    const cells = rows.map((row) => row[column]!);
    return [column, typeof cells[0] === "string" ? (cells as string[]) : Float64Array.from(cells as number[])] as const;
  });
  const frame: Frame = { length: rows.length, columns: Object.fromEntries(columns) };
  return { ...records, frames: { ...records.frames, [name]: frame } };
}

/** Records with an arm that never had a subsidy: a copy of the keep arm at `share` of its service. */
export function withNever(records: Records, share: number): Records {
  const { columns, length } = records.frames["epochs"]!;
  const kept = (columns["arm"] as readonly string[]).flatMap((arm, row) => (arm === "keep" ? [row] : []));
  const more = Object.entries(columns).map(([name, values]) => {
    if (!(values instanceof Float64Array))
      return [name, [...values, ...kept.map((row) => (name === "arm" ? "never" : values[row]!))]] as const;
    const scale = name === "serviceValueUsd" ? share : name.startsWith("netSubsidy") ? 0 : 1;
    return [name, Float64Array.from([...values, ...kept.map((row) => scale * values[row]!)])] as const;
  });
  return {
    manifest: { ...records.manifest, arms: [...records.manifest.arms, "never"] },
    frames: { ...records.frames, epochs: { length: length + kept.length, columns: Object.fromEntries(more) } },
  };
}
