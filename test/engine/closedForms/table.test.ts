/** The table of docs/theory.md: a line for every closed form, and tests that are there and name it. */
import { existsSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { forms } from "../../support/closedForms.ts";

const root = new URL("../../../", import.meta.url);
const lines = new Map(
  [...readFileSync(new URL("docs/theory.md", root), "utf8").matchAll(/^\| \d+ \| `([\w-]+)` \|.*$/gm)].map((match) => [
    match[1]!,
    match[0].split(" | "),
  ]),
);
/** Tests that a cell names; those whose path does not begin with `test/` are beside this one. */
const testsIn = (cell: string): string[] =>
  [...cell.matchAll(/`([\w/]+\.test\.ts)`/g)].map(([, name]) =>
    name!.startsWith("test/") ? name! : `test/engine/closedForms/${name!}`,
  );

it("has a line for every form", () => {
  expect([...lines.keys()].sort()).toEqual(forms.map(({ id }) => id).sort());
});

it.each(forms.map(({ id }) => id))("%s: names tests that are there, and those beside this one name the form", (id) => {
  const [ofFormula, ofEngine] = lines.get(id)!.slice(-2).map(testsIn);
  expect(ofFormula!.length).toBeGreaterThan(0);
  expect(ofEngine!.length).toBeGreaterThan(0);
  for (const test of [...ofFormula!, ...ofEngine!]) {
    expect(existsSync(new URL(test, root)), test).toBe(true);
    if (test.startsWith("test/engine/closedForms/")) expect(readFileSync(new URL(test, root), "utf8")).toContain(id);
  }
});
