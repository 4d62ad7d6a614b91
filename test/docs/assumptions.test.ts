import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { hardware } from "../../sim/data/hardware.ts";
import { defaultsOf, gallery, varies } from "./defaults.ts";
import { linesUnder, quoted, read, rewrite, updating } from "./pages.ts";

const path = "docs/assumptions.md";

describe("every default of the catalog", () => {
  const lines = linesUnder(read(path), "Defaults");
  const defaults = defaultsOf();
  const lineOf = (name: string) => lines.filter(({ names }) => names.includes(name));

  test("has one line", () => {
    const amiss = defaults.filter((one) => lineOf(one.path).length !== 1);
    expect(amiss.map((one) => `${one.path}: ${lineOf(one.path).length} lines in ${path}`)).toEqual([]);
  });

  test("has the value of its line", () => {
    const wrong = defaults.flatMap(({ path: name, value }) => {
      const [line] = lineOf(name);
      if (line === undefined || value === undefined) return [];
      const [, stated = ""] = line.cells;
      return same(valueOf(stated), value) ? [] : [`${name}: ${path} says ${stated}, the code ${JSON.stringify(value)}`];
    });
    expect(wrong).toEqual([]);
  });

  test("is what the lines are about", () => {
    const known = new Set(defaults.map((one) => one.path));
    expect(lines.flatMap(({ names }) => names).filter((name) => !known.has(name))).toEqual([]);
  });

  test("has a reason and a source", () => {
    expect(lines.filter(({ cells }) => cells.length !== 5 || cells.slice(0, 4).includes(""))).toEqual([]);
  });

  test("is varied by the scenarios that its line names", () => {
    const scenarios = gallery();
    const stale = lines.flatMap(({ text, names, cells }) => {
      const about = defaults.filter((one) => names.includes(one.path));
      const by = scenarios.filter((scenario) => about.some((one) => varies(scenario, one)));
      const fresh = by.length === 0 ? "none" : by.map(({ name }) => name).join(", ");
      return cells[4] === fresh ? [] : [{ text, fresh }];
    });
    if (updating)
      rewrite(
        path,
        stale.reduce((page, { text, fresh }) => page.replace(text, () => withLast(text, fresh)), read(path)),
      );
    else expect(stale.map(({ text, fresh }) => `expected ${fresh}: ${text}`)).toEqual([]);
  });
});

const withLast = (line: string, cell: string): string => line.replace(/\|[^|]*\|$/, `| ${cell} |`);

/** Values are written as in a scenario, or as a fraction. */
function valueOf(stated: string): unknown {
  const fraction = /^(\d+)\/(\d+)$/.exec(stated);
  return fraction ? Number(fraction[1]) / Number(fraction[2]) : (parse(stated) as unknown);
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

describe("every constant of the page", () => {
  const lines = linesUnder(read(path), "Constants in code");
  test.each(lines.map(({ names, cells }) => [names[0]!, cells] as const))("%s", (cited, cells) => {
    const [file, name] = cited.split(": ") as [string, string];
    const [stated] = quoted(cells[1]!);
    const code = read(file);
    expect(code, `${file} declares no ${name}`).toMatch(new RegExp(`\\b(const|function) ${name}\\b`));
    if (stated === undefined) return;
    const found = new RegExp(`\\bconst ${name}\\b[^=]*= ([^;]+?)(?: as const)?;`).exec(code)?.[1];
    expect(found?.replace(/(?<=\d)_(?=\d)/g, "")).toBe(stated);
  });
});

test("every value of hardware has one line, and is the value of it", () => {
  const lines = linesUnder(read(path), "Hardware");
  const amiss = Object.entries(hardware).flatMap(([unit, values]) =>
    Object.entries(values).flatMap(([field, value]) => {
      const name = `${unit}.${field}`;
      const stated = lines.filter(({ names }) => names.some((pattern) => fits(pattern, name)));
      if (stated.length !== 1) return [`${name}: ${stated.length} lines`];
      return Number(stated[0]!.cells[1]) === value ? [] : [`${name}: ${stated[0]!.cells[1]} is ${value}`];
    }),
  );
  expect(amiss).toEqual([]);
});

/** `*` stands for any text. */
function fits(pattern: string, name: string): boolean {
  const parts = pattern.split("*").map((part) => part.replaceAll(".", "\\."));
  return new RegExp(`^${parts.join(".*")}$`).test(name);
}
