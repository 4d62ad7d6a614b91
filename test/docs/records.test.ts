import { expect, test } from "vitest";
import { tables, type Table } from "../../sim/record.ts";
import { linesUnder, read, rewrite, updating } from "./pages.ts";

const path = "docs/records.md";
const tablesFrom = /(?<=^## Tables\n\n.+\n\n)[^]*$/m;

const described = ({ name, store, meaning, columns }: Table): string =>
  [
    `### ${name}`,
    "",
    `${meaning}. Stored as ${store === "csv" ? "CSV" : "Parquet"}.`,
    "",
    "| column | unit | meaning |",
    "| --- | --- | --- |",
    ...columns.map((column) => `| \`${column.name}\` | ${column.unit || column.type} | ${column.meaning} |`),
    "",
  ].join("\n");

test("records.md has every table and column as declared", () => {
  const page = read(path);
  const fresh = page.replace(tablesFrom, () => tables.map(described).join("\n"));
  if (updating) rewrite(path, fresh);
  else expect(page, "UPDATE_DOCS=1 npx vitest run test/docs rewrites it").toBe(fresh);
});

test("records.md has every field of the manifest", () => {
  const declared = [...read("sim/manifest.ts").matchAll(/^ {2}readonly (\w+):/gm)].map((match) => match[1]);
  const stated = linesUnder(read(path), "Manifest").flatMap((line) => line.names);
  expect(stated).toEqual(declared);
});
