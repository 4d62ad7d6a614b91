import { expect, test } from "vitest";
import { catalog } from "../../cli/catalog.ts";
import { read, rewrite, updating } from "./pages.ts";

const path = "README.md";
const table = /\| slot \| kinds \|[^]*?\n(?=\n)/;

test("the table of slots and kinds is the catalog's", () => {
  const rows = Object.entries(catalog).map(
    ([slot, { kinds }]) => `| ${slot} | ${kinds.map(({ kind }) => kind).join(", ")} |`,
  );
  const page = read(path);
  expect(page).toMatch(table);
  const fresh = page.replace(table, () => `${["| slot | kinds |", "| --- | --- |", ...rows].join("\n")}\n`);
  if (updating) rewrite(path, fresh);
  else expect(page, "UPDATE_DOCS=1 npx vitest run test/docs rewrites it").toBe(fresh);
});

test("the files and commands it names are there", () => {
  const page = read(path);
  const links = [...page.matchAll(/\]\(([^)#:]+)\)/g)].map((match) => match[1]!);
  expect(links.length).toBeGreaterThan(5);
  for (const link of links) expect(() => read(link.endsWith("/") ? `${link}README.md` : link), link).not.toThrow();
  const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
  for (const [, script] of page.matchAll(/npm (start|test|run \w+)/g))
    expect(scripts).toHaveProperty(script!.replace("run ", ""));
});
