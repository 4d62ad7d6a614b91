/**
 * What an epoch puts into a table: rows one by one, or many at once as columns. Columns may be arrays of the engine itself,
 * which nobody writes to again, so that nothing is copied before it is recorded.
 */
export type Cell = string | number;
export type Row = Readonly<Record<string, Cell>>;

/** Many rows of one table, arm, epoch and subnet. */
export interface Batch {
  readonly arm: string;
  readonly epoch: number;
  readonly subnet: number;
  /** places of the rows in the columns, rising */
  readonly places: Int32Array;
  /** all columns of the table but those three */
  readonly columns: Readonly<Record<string, Values>>;
}

/** A column: numbers, texts, or one cell for every row. */
export type Values = Numbers | Texts | Cell;
export type Numbers = Float64Array | Int32Array | Uint32Array | Uint8Array;

/** Texts by their codes: places in a list that is made once a run. */
export interface Texts {
  readonly codes: Int32Array | Uint8Array;
  readonly texts: readonly string[];
}

export type Part = Row | Batch;

/** What an epoch recorded, by table. Each table is made when it is asked for, so a run that needs few makes few. */
export type Tables = Readonly<Record<string, readonly Part[]>>;

/** The same with all rows one by one. */
export type Rows = Readonly<Record<string, readonly Row[]>>;

/** A row of the cells of several small objects. PERF: 4 us for 60 cells; spread in a literal they take 115, joined again 25. */
export const joined = (...parts: readonly Row[]): Row => Object.assign({}, ...parts) as Row;

export const isBatch = (part: Part): part is Batch => typeof part["columns"] === "object";

/** How many rows a part has. */
export const lengthOf = (part: Part): number => (isBatch(part) ? part.places.length : 1);

export const isTexts = (values: Values): values is Texts => typeof values === "object" && "codes" in values;

/** A column of a batch by name; undefined where it has none. */
export function valuesOf(batch: Batch, name: string): Values | undefined {
  if (name === "arm" || name === "epoch" || name === "subnet") return batch[name];
  return batch.columns[name];
}

export function cellAt(values: Values, place: number): Cell {
  if (typeof values !== "object") return values;
  return isTexts(values) ? values.texts[values.codes[place]!]! : values[place]!;
}

/** Places of n rows that are all there. */
export function everyPlace(n: number): Int32Array {
  const places = new Int32Array(n);
  for (let k = 0; k < n; k++) places[k] = k;
  return places;
}

const coded = new WeakMap<readonly string[], Texts>();

/** Texts that do not change during a run, such as ids, as codes: made once for each list. */
export function codesOf(list: readonly string[]): Texts {
  const known = coded.get(list);
  if (known) return known;
  const places = new Map<string, number>();
  const codes = Int32Array.from(list, (text) => {
    const place = places.get(text) ?? places.size;
    places.set(text, place);
    return place;
  });
  const made = { codes, texts: [...places.keys()] };
  coded.set(list, made);
  return made;
}

/** Parts as rows. */
export function rowsOf(parts: readonly Part[]): Row[] {
  const rows: Row[] = [];
  for (const part of parts) {
    if (isBatch(part)) pushRows(part, rows);
    else rows.push(part);
  }
  return rows;
}

function pushRows({ arm, epoch, subnet, places, columns }: Batch, rows: Row[]): void {
  const named = Object.entries(columns);
  for (const place of places) {
    const row: Record<string, Cell> = { arm, epoch, subnet };
    for (const [name, values] of named) row[name] = cellAt(values, place);
    rows.push(row);
  }
}

/** All tables as rows; those of a table are made when it is first asked for. */
export function expanded(tables: Tables): Record<string, Row[]> {
  const rows: Record<string, Row[]> = {};
  for (const name of Object.keys(tables)) {
    const keep = (value: Row[]): Row[] => {
      Object.defineProperty(rows, name, { value, enumerable: true, configurable: true, writable: true });
      return value;
    };
    Object.defineProperty(rows, name, {
      get: () => keep(rowsOf(tables[name]!)),
      set: keep,
      enumerable: true,
      configurable: true,
    });
  }
  return rows;
}

/** Parts of one arm for each of some arms, one arm after the other; columns are shared. */
export function forArms(parts: readonly Part[], arms: readonly string[]): readonly Part[] {
  const [, ...others] = arms;
  return parts.concat(...others.map((arm) => parts.map((part) => ({ ...part, arm }) as Part)));
}
