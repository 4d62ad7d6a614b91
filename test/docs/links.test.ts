import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { filesBelow, read } from "./pages.ts";

const pages = ["dtao", "economy", "yuma"] as const;
type Page = (typeof pages)[number];

const text = Object.fromEntries(pages.map((page) => [page, read(`docs/${page}.md`)])) as Record<Page, string>;
const headings = (page: Page) => [...text[page].matchAll(/^## (.+)$/gm)].map((match) => match[1]!);
const equations = (page: Page) => [...text[page].matchAll(/^\*\*Equation (\d+)/gm)].map((match) => Number(match[1]));
const anchor = (heading: string) => heading.toLowerCase().replaceAll(" ", "-");

/** docs/yuma.md, equations 13 and 14; docs/economy.md, "Demand" and "Market"; docs/economy.md#metrics */
const citation =
  /docs\/(dtao|economy|yuma)\.md(?:#([\w-]+)|, (?:equations? (\d+)(?: (?:and|to) (\d+))?|section (\d+)|((?:"[^"]+"(?: and )?)+)|([A-Z][a-z]+(?: [a-z]+)*)))?/g;

/** What a citation names and its page does not have. */
function missing(match: RegExpMatchArray): readonly string[] {
  const page = match[1] as Page;
  const [slug, from, to, section, quoted, plain] = match.slice(2);
  const named = quoted === undefined ? [plain ?? []].flat() : [...quoted.matchAll(/"([^"]+)"/g)].map((m) => m[1]!);
  return [
    ...named.filter((heading) => !headings(page).includes(heading)).map((heading) => `heading ${heading}`),
    ...[from, to].filter((n) => n !== undefined && !equations(page).includes(Number(n))).map((n) => `equation ${n}`),
    ...(slug !== undefined && !headings(page).map(anchor).includes(slug) ? [`#${slug}`] : []),
    ...(section !== undefined && headings(page)[Number(section) - 1] === undefined ? [`section ${section}`] : []),
  ].map((what) => `docs/${page}.md has no ${what}`);
}

describe("code cites what is there", () => {
  const files = ["sim", "models", "reports", "cli"].flatMap((folder) => filesBelow(folder, ".ts"));

  test.each(pages)("%s.md", (page) => {
    const amiss = files.flatMap((file) =>
      [
        ...read(file)
          .replace(/\n \* /g, " ")
          .matchAll(citation),
      ]
        .filter((match) => match[1] === page)
        .flatMap((match) => missing(match).map((what) => `${file}: ${what}`)),
    );
    expect(amiss).toEqual([]);
  });

  test("and is seen to", () => {
    const found = (code: string) => [...code.matchAll(citation)].flatMap(missing);
    expect(found('docs/economy.md, "Demand" and "Weather"')).toEqual(["docs/economy.md has no heading Weather"]);
    expect(found("Source: docs/economy.md, Weather.")).toEqual(["docs/economy.md has no heading Weather"]);
    expect(found("docs/yuma.md, equations 18 to 99")).toEqual(["docs/yuma.md has no equation 99"]);
    expect(found("docs/economy.md#weather")).toEqual(["docs/economy.md has no #weather"]);
  });
});

describe("dtao.md names what is there", () => {
  /** `movingPrice` in `movingPrice.ts`; `a`, `b` in `pool.ts`; paths without a folder are in sim/dtao/ */
  const cited = [...text.dtao.replace(/\s+/g, " ").matchAll(/((?:`\w+`(?:, | and )?)+) in `([\w/]+\.ts)`/g)].flatMap(
    ([, names, file]) =>
      [...names!.matchAll(/`(\w+)`/g)].map((match) => [file!.includes("/") ? file! : `sim/dtao/${file}`, match[1]!]),
  ) as [string, string][];

  test("functions", () => {
    expect(cited.length).toBeGreaterThan(15);
    expect(cited.filter(([file, name]) => !declares(file, name))).toEqual([]);
  });

  test("files", () => {
    const files = [...text.dtao.matchAll(/`((?:test|docs|scenarios|sim)\/[\w/.-]+\.\w+)`/g)].map((match) => match[1]!);
    expect(files.filter((file) => !exists(file))).toEqual([]);
  });
});

describe("economy.md names what is there", () => {
  const flat = text.economy.replace(/\s+/g, " ");

  test("functions", () => {
    const cited = [...flat.matchAll(/`((?:sim|models|reports|cli)\/[\w/]+\.ts): (\w+)`/g)];
    expect(cited.length).toBeGreaterThan(60);
    const amiss = cited.filter(([, file, name]) => !declares(file!, name!));
    expect(amiss.map(([all]) => all)).toEqual([]);
  });

  test("tests, by their titles", () => {
    const cited = [...flat.matchAll(/`(test\/[\w/]+\.test\.ts)`, "([^"]+)"/g)];
    expect(cited.length).toBeGreaterThan(10);
    const amiss = cited.filter(([, file, title]) => !exists(file!) || !read(file!).includes(`"${title}"`));
    expect(amiss.map(([all]) => all)).toEqual([]);
  });

  test("files", () => {
    const cited = [...flat.matchAll(/`((?:test|docs|scenarios)\/[\w/.-]+\.\w+)`/g)].map((match) => match[1]!);
    expect(cited.filter((file) => !exists(file))).toEqual([]);
  });

  test("equations, numbered without a gap", () => {
    // A new equation stands in its section and takes the next number.
    for (const page of pages) {
      const numbers = equations(page).sort((a, b) => a - b);
      expect(numbers).toEqual(numbers.map((_, k) => k + 1));
    }
  });
});

/** Whether a file is there and declares a name. */
function declares(file: string, name: string): boolean {
  return exists(file) && new RegExp(`\\b(function\\*?|const|class|interface|type) ${name}\\b`).test(read(file));
}

function exists(path: string): boolean {
  return existsSync(join(import.meta.dirname, "../..", path));
}
