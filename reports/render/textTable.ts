/** A table of a report as text cells. */
export interface TextTable {
  readonly key: string;
  readonly title: string;
  readonly note: string;
  /** columns under a common heading */
  readonly groups: readonly { readonly label: string; readonly columns: readonly string[] }[];
  readonly rows: readonly { readonly label: string; readonly meaning: string; readonly cells: readonly string[] }[];
}

export type Row = TextTable["rows"][number];

/** A row; columns are those of the table. */
export const row = (label: string, cells: readonly string[], meaning = ""): Row => ({ label, meaning, cells });

/** A table whose columns have no common headings. */
export const simpleTable = (
  key: string,
  title: string,
  note: string,
  columns: readonly string[],
  rows: readonly Row[],
): TextTable => ({ key, title, note, groups: [{ label: "", columns }], rows });
