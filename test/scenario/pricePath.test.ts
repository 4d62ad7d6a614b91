import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { economy } from "../../sim/catalog.ts";
import { parseScenario } from "../../sim/scenario.ts";
import { messagesOf } from "./read.ts";

const good = readFileSync("test/scenario/good.yaml", "utf8");

/** Reads a scenario that is laid upon good.yaml, with some more files around. */
function parse(text: string, files: Readonly<Record<string, string>>, overrides: readonly string[] = []) {
  const all: Record<string, string> = { "runs/good.yaml": good, ...files };
  const load = (path: string) => {
    if (path in all) return all[path]!;
    throw new Error("no such file");
  };
  return parseScenario(`extends: good.yaml\n${text}\n`, "runs/mine.yaml", economy, load, overrides);
}

const PRICE = "price: { kind: path, file: data/price.csv }";
const DAY = 86_400;
const csv = "day,usdPerToken\n0,2\n30.5,0.5\n";
const points = [
  { at: 0, usdPerToken: 2 },
  { at: 30.5 * DAY, usdPerToken: 0.5 },
];
type Parsed = ReturnType<typeof parse>;
const pointsOf = (scenario: Parsed["scenario"]) => (scenario.price as unknown as { points: unknown }).points;

describe("a file of prices", () => {
  test("becomes the points of the scenario, so that its hash and its canonical form have the data", () => {
    const parsed = parse(PRICE, { "runs/data/price.csv": csv });
    expect(pointsOf(parsed.scenario)).toEqual(points);
    expect(parsed.canonical).not.toContain("price.csv");
    const other = parse(PRICE, { "runs/data/price.csv": csv.replace("0.5\n", "0.25\n") });
    expect(other.hash).not.toBe(parsed.hash);
    const alone = parseScenario(parsed.canonical, "elsewhere.json", economy, () => "");
    expect(alone).toEqual(parsed);
  });

  test("may have a mark of its encoding, ends of lines of Windows, blanks and empty lines", () => {
    const text = "\uFEFFday,usdPerToken\r\n 0 , 2 \r\n30.5,0.5\r\n\r\n";
    expect(pointsOf(parse(PRICE, { "runs/data/price.csv": text }).scenario)).toEqual(points);
  });

  test("comes before the points that are written beside it", () => {
    const more = "price: { kind: path, file: p.csv, points: [{ at: 60 days, usdPerToken: 3 }] }";
    const { scenario } = parse(more, { "runs/p.csv": csv });
    expect(pointsOf(scenario)).toEqual([...points, { at: 60 * DAY, usdPerToken: 3 }]);
  });

  test("is looked for beside the file that names it, and an override's beside the scenario", () => {
    const base = { "runs/base/good.yaml": good.replace(/^price:.*$/m, "price: { kind: path, file: p.csv }") };
    const below = parseScenario(
      "extends: base/good.yaml\n",
      "runs/mine.yaml",
      economy,
      (path) => ({ ...base, "runs/base/p.csv": csv })[path]!,
    );
    expect(pointsOf(below.scenario)).toEqual(points);
    const laid = parse("", { "runs/p.csv": csv }, ["price={kind: path, file: p.csv}"]);
    expect(pointsOf(laid.scenario)).toEqual(points);
  });

  test("may be what the twin changes", () => {
    const twin = `${PRICE}\ntwin: { price: { file: keep.csv } }`;
    const parsed = parse(twin, { "runs/data/price.csv": csv, "runs/keep.csv": "day,usdPerToken\n0,7\n" });
    expect([pointsOf(parsed.scenario), pointsOf(parsed.keep)]).toEqual([points, [{ at: 0, usdPerToken: 7 }]]);
    expect(parseScenario(parsed.canonical, "x.json", economy, () => "")).toEqual(parsed);
  });

  test.each([
    ["usdPerToken\n1\n", 'price.csv:1:1: the first line is "usdPerToken"; expected day,usdPerToken'],
    ["", 'price.csv:1:1: the first line is ""; expected day,usdPerToken'],
    ["day,usdPerToken\n0,1\n1;2\n", "price.csv:3:1: this line has 1 cells; expected two, a day and a price"],
    ["day,usdPerToken\n0,1,2\n", "price.csv:2:1: this line has 3 cells; expected two, a day and a price"],
    ["day,usdPerToken\n0,one\n", 'price.csv:2:3: usdPerToken is "one"; expected a number'],
    ["day,usdPerToken\n0,\n", 'price.csv:2:3: usdPerToken is ""; expected a number'],
    ["day,usdPerToken\n2024-01-01,1\n", 'price.csv:2:1: day is "2024-01-01"; expected a number'],
    ["day,usdPerToken\n0,1\n\n1,-2\n", "price.csv:4:3: price.points[1].usdPerToken is -2; expected a number above 0"],
    ["day,usdPerToken\n-1,1\n", "price.csv:2:1: price.points[0].at is -1 days; expected 0 or more"],
    [
      "day,usdPerToken\n0,1\n10,1\n10,2\n",
      "price.csv:4:1: price.points[2].at is 10 days; expected a later time than the point before",
    ],
    [
      "day,usdPerToken\n",
      "mine.yaml:2:28: price.points is an empty list; expected at least one point, here or in a file",
    ],
  ])("that holds %j is refused, and where", (text, message) => {
    const messages = messagesOf(() => parse(PRICE, { "runs/data/price.csv": text }));
    expect(messages.map((one) => one.replace(/^runs\/(data\/)?/, ""))).toEqual([message]);
  });

  test("is refused where it cannot be read, is not named, or another kind names it", () => {
    expect(messagesOf(() => parse(PRICE, {}))).toEqual([
      'runs/mine.yaml:2:28: price.file is "data/price.csv"; expected a file that can be read (runs/data/price.csv: no such file)',
    ]);
    expect(messagesOf(() => parse("price: { kind: path, file: 3 }", {}))).toEqual([
      "runs/mine.yaml:2:28: price.file is 3; expected the name of a CSV file",
    ]);
    expect(messagesOf(() => parse("price: { kind: fixed, usdPerToken: 1, file: p.csv }", {}))).toEqual([
      "runs/mine.yaml:2:39: price.file is not a known key; expected kind, usdPerToken or investorTokens",
    ]);
  });
});
