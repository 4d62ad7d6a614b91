/** How a column of the record is declared. */
export type ColumnType = "text" | "integer" | "number";

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  readonly unit: string;
  readonly meaning: string;
  /** a number that may be missing (NaN), as `meaning` says when */
  readonly optional?: true;
}

export interface Table {
  readonly name: string;
  /** csv: streamed text, few rows an epoch; parquet: column shards, a row per participant */
  readonly store: "csv" | "parquet";
  readonly meaning: string;
  readonly columns: readonly Column[];
}

/** Columns by type; an optional number may be NaN. */
export const text = (name: string, meaning: string): Column => ({ name, type: "text", unit: "", meaning });
export const integer = (name: string, unit: string, meaning: string): Column => ({
  name,
  type: "integer",
  unit,
  meaning,
});
export const number = (name: string, unit: string, meaning: string): Column => ({
  name,
  type: "number",
  unit,
  meaning,
});
export const optional = (name: string, unit: string, meaning: string): Column => ({
  ...number(name, unit, meaning),
  optional: true,
});

/** What every row starts with. */
export const key: readonly Column[] = [
  text("arm", "cut: the scenario as written; keep: the same with its subsidy kept; never: the same without one"),
  integer("epoch", "epoch", "first epoch is 0"),
  integer("subnet", "", "place in the list of subnets"),
];
