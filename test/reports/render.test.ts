import { loadImage, createCanvas } from "@napi-rs/canvas";
import { beforeAll, describe, expect, test } from "vitest";
import { chartsOf, type Chart } from "../../reports/render/charts.ts";
import { html } from "../../reports/render/html.ts";
import { markdown } from "../../reports/render/markdown.ts";
import { pictureSize, pngs } from "../../reports/render/png.ts";
import { placeMarks, tickLabel, ticks, timeTicks } from "../../reports/render/scale.ts";
import { svg } from "../../reports/render/svg.ts";
import { terminal } from "../../reports/render/terminal.ts";
import { verdictOf } from "../../reports/verdict.ts";
import { invented } from "./synthetic.ts";

const records = invented({ announcedDay: 300, fromDay: 364, floorDay: 420 });
const verdict = verdictOf(records);
const charts = chartsOf(records);
const page = html(verdict, { charts, scenario: records.manifest.scenario, recordsPath: "records" });

describe("page", () => {
  test("is one file that needs nothing from anywhere", () => {
    const outside = page.replace(/<pre>[\s\S]*?<\/pre>/g, "");
    expect(outside).not.toMatch(/https?:|\/\/[a-z]|<script|<link|@import|url\(|<img|<iframe/i);
    expect(page.length).toBeLessThan(1_500_000);
  });

  test("text of the scenario is no markup", () => {
    expect(page).toContain("What survives of an &lt;invented&gt; network?");
    expect(page).not.toContain("<invented>");
  });

  test("shows every chart, every table and the folded scenario", () => {
    for (const { title } of charts) expect(page).toContain(`<h3>${title.replaceAll("'", "&#39;")}</h3>`);
    expect(page.match(/<svg viewBox="0 -?\d+ 580/g)).toHaveLength(charts.length);
    for (const id of ["retention", "levels", "income", "survivors", "concentration"])
      expect(page).toContain(`<section id="${id}">`);
    expect(page).toContain("<details><summary>every setting");
    expect(page).not.toMatch(/NaN|undefined|Infinity/);
  });

  test("opening tags are closed", () => {
    for (const tag of [
      "div",
      "section",
      "figure",
      "table",
      "tr",
      "td",
      "th",
      "svg",
      "details",
      "ul",
      "li",
      "p",
      "span",
    ]) {
      const count = (pattern: string): number => page.match(new RegExp(pattern, "g"))?.length ?? 0;
      expect([tag, count(`<${tag}[ >]`)]).toEqual([tag, count(`</${tag}>`)]);
    }
  });

  test.each([{ never: true }, { noDemand: true }, { days: 14 }, { days: 0 }])("is drawn for %o", (options) => {
    const other = invented(options);
    const drawn = html(verdictOf(other), { charts: chartsOf(other), scenario: {}, recordsPath: "records" });
    expect(drawn).not.toMatch(/NaN|undefined[^:,]|Infinity/);
  });
});

describe("charts", () => {
  test("are those of the report, with both arms and the marks of the cut", () => {
    expect(charts.map(({ id }) => id)).toEqual([
      "service",
      "operators",
      "quality",
      "income",
      "price",
      "staying",
      "share",
      "belief",
    ]);
    expect(charts[0]!.marks.map(({ label }) => label)).toEqual([
      "announced",
      "subsidy starts to end",
      "subsidy at its floor",
    ]);
    const [kept, ended] = charts[0]!.lines;
    expect([kept!.ink, kept!.dash.length > 0, ended!.ink, ended!.dash]).toEqual(["keep", true, "cut", []]);
  });

  test("charts without a value are left out", () => {
    expect(chartsOf(invented({ days: 0 }))).toEqual([]);
  });

  test("many epochs are drawn as means of neighbours, and it is said", () => {
    const [daily] = chartsOf(invented({ epochDays: 1 }));
    expect(daily!.x.length).toBeLessThanOrEqual(400);
    expect(daily!.note).toContain("a mean of 3 epochs");
    expect(daily!.lines[0]!.y[0]).toBeCloseTo(1440, 9);
  });

  test("a gap breaks the line of an SVG", () => {
    const chart: Chart = {
      ...charts[0]!,
      x: [0, 1, 2, 3],
      xEnd: 3,
      marks: [],
      lines: [{ ...charts[0]!.lines[0]!, y: [1, NaN, 2, 3] }],
    };
    expect(
      svg(chart)
        .match(/ d="(M[^"]*)"\/><text class="title"/)![1]!
        .match(/M/g),
    ).toHaveLength(2);
  });
});

describe("scales", () => {
  test("ticks are round and enclose the values", () => {
    expect(ticks(0, 1440)).toEqual([0, 500, 1000, 1500]);
    expect(ticks(0, 0.93)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
    expect(ticks(-0.3, 1.1)).toEqual([-0.5, 0, 0.5, 1, 1.5]);
    expect(timeTicks(156, "weeks")).toEqual([0, 26, 52, 78, 104, 130, 156]);
    expect([1.5e6, 20000, 0.25, 1500, 0].map(tickLabel)).toEqual(["1.5M", "20k", "0.25", "1500", "0"]);
  });

  test("labels of marks lie neither on each other nor on a stem", () => {
    const marks = [10, 20, 30, 150].map((x, k) => ({ x, label: `label number ${k}` }));
    const placed = placeMarks({ ...charts[0]!, marks }, (x) => x * 3, 480, 6);
    for (const a of placed) {
      const width = a.label.length * 6;
      const [from, to] = a.toLeft ? [a.at - width, a.at] : [a.at, a.at + width];
      expect(to).toBeLessThanOrEqual(480);
      for (const b of placed) if (b !== a && b.at > from && b.at < to) expect(b.row).toBeLessThan(a.row);
    }
  });
});

describe("pictures", () => {
  let files: ReadonlyMap<string, Uint8Array>;
  beforeAll(async () => {
    files = await pngs(charts);
  });

  test("are PNG files of the stated size, one for each chart", async () => {
    expect([...files.keys()]).toEqual(charts.map(({ id }) => id));
    for (const bytes of files.values()) {
      expect([...bytes.slice(0, 8)]).toEqual([137, 80, 78, 71, 13, 10, 26, 10]);
      const { width, height } = await loadImage(Buffer.from(bytes));
      expect({ width, height }).toEqual(pictureSize);
    }
  });

  test("have text and both arms in them", async () => {
    const colours = await coloursOf(files.get("service")!);
    expect(colours.get("178,58,16")).toBeGreaterThan(1000);
    expect(colours.get("75,134,201")).toBeGreaterThan(500);
    const title = await coloursOf(files.get("service")!, 40);
    expect(title.get("29,29,27")).toBeGreaterThan(200);
  });
});

async function coloursOf(bytes: Uint8Array, rows: number = pictureSize.height): Promise<Map<string, number>> {
  const canvas = createCanvas(pictureSize.width, rows);
  const context = canvas.getContext("2d");
  context.drawImage(await loadImage(Buffer.from(bytes)), 0, 0);
  const { data } = context.getImageData(0, 0, pictureSize.width, rows);
  const colours = new Map<string, number>();
  for (let i = 0; i < data.length; i += 4) {
    const colour = `${data[i]},${data[i + 1]},${data[i + 2]}`;
    colours.set(colour, (colours.get(colour) ?? 0) + 1);
  }
  return colours;
}

describe("text", () => {
  test("the terminal gets the verdict, a small table and no colour unless asked", () => {
    const plain = terminal(verdict, { colour: false });
    expect(plain).not.toContain("\u001b");
    expect(plain.replace(/\s+/g, " ")).toContain(verdict.headline[0]);
    expect(plain.split("\n").length).toBeLessThan(30);
    expect(Math.max(...plain.split("\n").map((line) => line.length))).toBeLessThan(121);
    expect(terminal(verdict, { colour: true })).toContain("\u001b[1m");
  });

  test("markdown has the verdict, the tables and the pictures", () => {
    const text = markdown(verdict, { charts, pictures: "charts" });
    expect(text).toContain(verdict.headline[0]);
    expect(text).toContain("![Service delivered](charts/service.png)");
    const rows = text.split("\n").filter((line) => line.startsWith("|"));
    expect(rows.length).toBeGreaterThan(30);
    expect(markdown(verdict, { charts, pictures: null })).not.toContain("![");
  });
});
