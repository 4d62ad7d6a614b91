import { ScenarioError, type Place } from "./errors.ts";
import { besideOf, loaded, type Load } from "./files.ts";
import { problemAt } from "./issues.ts";
import { isBranch, isList, nodeAt, type Branch, type Located } from "./located.ts";
import { OVERRIDES } from "./overrides.ts";

/** Columns of a file of prices, in their order. */
const HEADER = "day,usdPerToken";

/**
 * The scenario with the prices of a CSV file in it: `price.file` of the kind `path` becomes the first of its `points`, each of
 * which knows its line, so that what is checked, hashed and stored are the prices and not the name of a file.
 *
 * @param file name of the scenario file, beside which an override's file is looked for
 * @throws ScenarioError for a file that cannot be read, or a line of it that is not a day and a price
 */
export function withPricePath(root: Located, file: string, load: Load): Located {
  const kind = nodeAt(root, ["price", "kind"])?.content;
  return [["price"], ["twin", "price"]].reduce(
    (scenario, path) => changedAt(scenario, path, (price) => resolved(price, kind, { scenario, path, file, load })),
    root,
  );
}

interface Source {
  readonly scenario: Located;
  readonly path: readonly string[];
  readonly file: string;
  readonly load: Load;
}

function resolved(price: Branch, inherited: unknown, { scenario, path, file, load }: Source): Branch {
  const named = price.get("file");
  if ((price.get("kind")?.content ?? inherited) !== "path" || typeof named?.content !== "string") return price;
  const fail = (message: string) => new ScenarioError([problemAt([...path, "file"], message, scenario)]);
  if (named.content === "") throw fail("expected the name of a CSV file");
  const written = named.place.file === OVERRIDES ? file : named.place.file;
  const csv = besideOf(written, named.content);
  const read = pointsOf(loaded(csv, load, fail), csv);
  const inline = price.get("points");
  if (inline && !isList(inline.content)) return price;
  const fields = new Map(price);
  fields.delete("file");
  const more = inline && isList(inline.content) ? inline.content : [];
  return fields.set("points", { content: [...read, ...more], place: named.place, text: "" });
}

/** The branch at a path changed; the same tree where there is none. */
function changedAt(root: Located, [step, ...rest]: readonly string[], change: (at: Branch) => Branch): Located {
  if (!isBranch(root.content)) return root;
  if (step === undefined) return { ...root, content: change(root.content) };
  const next = root.content.get(step);
  return next ? { ...root, content: new Map(root.content).set(step, changedAt(next, rest, change)) } : root;
}

function pointsOf(text: string, file: string): readonly Located[] {
  const [header = "", ...rows] = text.replace(/^\uFEFF/, "").split(/\r?\n/);
  const at = (line: number, column: number): Place => ({ file, line, column });
  if (header.trim() !== HEADER)
    throw new ScenarioError([
      { place: at(1, 1), text: `the first line is ${JSON.stringify(header)}; expected ${HEADER}` },
    ]);
  return rows.flatMap((row, k) => (row.trim() === "" ? [] : [pointOf(row, (column) => at(k + 2, column))]));
}

function pointOf(row: string, at: (column: number) => Place): Located {
  const cells = row.split(",");
  if (cells.length !== 2)
    throw new ScenarioError([
      { place: at(1), text: `this line has ${cells.length} cells; expected two, a day and a price` },
    ]);
  const [day, price] = cells as [string, string];
  const inPrice = at(day.length + 2);
  const numberOf = (cell: string, name: string, place: Place) => {
    const value = cell.trim() === "" ? NaN : Number(cell);
    if (Number.isFinite(value)) return value;
    throw new ScenarioError([{ place, text: `${name} is ${JSON.stringify(cell)}; expected a number` }]);
  };
  const days = `${numberOf(day, "day", at(1))} days`;
  const usdPerToken = numberOf(price, "usdPerToken", inPrice);
  const fields: Branch = new Map([
    ["at", { content: days, place: at(1), text: days }],
    ["usdPerToken", { content: usdPerToken, place: inPrice, text: price.trim() }],
  ]);
  return { content: fields, place: at(1), text: "" };
}
