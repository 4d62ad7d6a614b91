import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createCanvas, loadImage } from "@napi-rs/canvas";
import { afterEach, beforeEach, describe, expect, it, test } from "vitest";
import { inks } from "../../reports/render/palette.ts";
import { networkNames } from "../../sim/data/networks/index.ts";
import { taperHere } from "../support/inProcess.ts";

const small = join(import.meta.dirname, "../support/small.yaml");
const taper = (...words: string[]) => taperHere("emission", ...words);

let folder: string;
const within = (name: string) => join(folder, name);
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), "taper-"))));
afterEach(() => rmSync(folder, { recursive: true }));

/** Lines of a CSV text as objects. */
function csv(text: string): Record<string, string>[] {
  const [header, ...lines] = text.split("\n").map((line) => line.split(","));
  return lines.map((cells) => Object.fromEntries(header!.map((name, k) => [name, cells[k]!])));
}

describe("tables", () => {
  it("of bitcoin by era end at 20,999,999.9769", async () => {
    const { code, out, err } = await taper("bitcoin", "--by", "era");
    expect([code, err]).toEqual([0, ""]);
    const [about, header, ...lines] = out.split("\n");
    expect(about).toBe("bitcoin: BTC, heightHalving, from 2009-01-03, blocks of 600 s, 0 tokens issued before");
    expect(header!.trim().split(/ +/)).toEqual("index start minted cumulative remintedBurn annualInflation".split(" "));
    expect(lines).toHaveLength(33);
    expect(lines[1]!.trim().split(/ +/)).toEqual(["1", "1458.33333333", "5250000", "15750000", "0", "12.51%"]);
    expect(lines[32]!.trim().split(/ +/).slice(2, 4)).toEqual(["0.0021", "20999999.9769"]);
  });

  it("are CSV in full digits, empty where nothing is defined", async () => {
    const { out } = await taper("ioNet", "--by", "month", "--years", "1", "--csv");
    expect(out.split("\n")[0]).toBe("index,start,minted,cumulative,remintedBurn,annualInflation");
    const rows = csv(out);
    expect(rows).toHaveLength(12);
    expect(Number(rows[11]!["cumulative"])).toBeCloseTo(37_662_980.66, 2);
    expect(csv((await taper("bitcoin", "--years", "1", "--csv")).out)[0]!["annualInflation"]).toBe("");
  });

  it("are JSON with what was held, one document, a list for several", async () => {
    const { out } = await taper("helium", "--years", "2", "--burned", "1000 tokens/day", "--json");
    const helium = JSON.parse(out);
    expect(helium).toMatchObject({
      name: "helium",
      source: "preset",
      token: "HNT",
      emission: "netEmission",
      genesis: "2019-08-01",
      by: "year",
      held: { burnedPerDay: 1000 },
    });
    expect(helium.facts).toContain("held: burned 1000 tokens a day (as given)");
    expect(helium.rows[1].remintedBurn).toBeCloseTo(365_000, 6);
    expect(helium.rows[0].annualInflation).toBeNull();
    const both = JSON.parse((await taper("helium", "render", "--years", "1", "--json")).out);
    expect(both.map(({ name }: { name: string }) => name)).toEqual(["helium", "render"]);
  });

  it("say what was assumed, and nothing of what was not looked at", async () => {
    expect((await taper("livepeer", "--years", "1")).out).toMatch(
      /^livepeer: .*; held: staked share 0.5 \(assumed\)\n/,
    );
    expect((await taper("helium", "--years", "1")).out).toMatch(/; held: burned 0 tokens a day \(assumed\)\n/);
    expect((await taper("akash", "--years", "1")).out).not.toContain("held");
  });

  it("of a staked share above the target: inflation falls, below it rises", async () => {
    const minted = async (bonded: string) =>
      csv((await taper("livepeer", "--years", "1", "--csv", "--bonded", bonded)).out).map((row) =>
        Number(row["minted"]),
      )[0]!;
    expect(await minted("0.9")).toBeLessThan(await minted("0.5"));
    expect(await minted("0.1")).toBeGreaterThan(await minted("0.5"));
  });

  it("of a scenario apply its taper, for as long as it lasts", async () => {
    const { code, out } = await taper(small, "--by", "epoch", "--csv");
    expect(code).toBe(0);
    const minted = csv(out).map((row) => Number(row["minted"]));
    expect(minted).toHaveLength(52);
    expect(minted.slice(0, 26).every((tokens) => Math.abs(tokens - 1008) < 1e-9)).toBe(true);
    expect(minted.slice(26).every((tokens) => tokens === 0)).toBe(true);
    const half = csv((await taper(small, "--set", "taper.floor=0.5", "--by", "epoch", "--csv")).out);
    expect(Number(half[40]!["minted"])).toBeCloseTo(504, 9);
  });

  it("of a scenario say price and stake that it opens with", async () => {
    const pegged = "emission={ kind: revenuePegged, vault: 100000, usdPerDay: 50 USD/day }";
    const { out } = await taper(small, "--set", pegged, "--by", "epoch");
    expect(out).toContain("held: price 1 USD (as the scenario opens)");
    const dearer = csv((await taper(small, "--set", pegged, "--price", "2", "--by", "epoch", "--csv")).out);
    expect(Number(dearer[0]!["minted"])).toBeCloseTo((50 * 7) / 2, 9);
  });

  it("of several have their names, and last as long as the longest", async () => {
    const rows = csv((await taper("bitcoin", small, "--csv")).out);
    expect(rows.filter(({ schedule }) => schedule === "bitcoin")).toHaveLength(40);
    expect(rows.filter(({ schedule }) => schedule === "small")).toHaveLength(40);
    expect((await taper("bitcoin", "akash", "--years", "1")).out).toMatch(/^bitcoin: [^]*\n\nakash: /);
  });
});

describe("--at", () => {
  it("is one block, time or issuance", async () => {
    const at = async (network: string, moment: string) =>
      JSON.parse((await taper(network, "--at", moment, "--json")).out);
    expect(await at("bitcoin", "840000")).toMatchObject({
      block: 840_000,
      era: 4,
      minted: 19_687_500,
      tokensPerBlock: 3.125,
    });
    expect(await at("helium", "6 years")).toMatchObject({ days: 2190, era: 3 });
    expect(await at("bittensor", "issuance=10500000")).toMatchObject({
      block: 10_500_000,
      era: 1,
      tokensPerBlock: 0.5,
    });
    expect(await at("akash", "issuance=2e8")).toMatchObject({ era: null });
  });

  it("is a line of text or CSV", async () => {
    const { out } = await taper("bitcoin", "bittensor", "--at", "4 years", "--csv");
    expect(csv(out).map(({ schedule, block }) => [schedule, block])).toEqual([
      ["bitcoin", "210240"],
      ["bittensor", "10512000"],
    ]);
    const { out: text } = await taper("bitcoin", "--at", "0");
    expect(text.split("\n")[2]!.trim().split(/ +/)).toEqual(["0", "0", "0", "0", "0", "50", "7200", "–"]);
  });
});

describe("files", () => {
  it("--plot draws two panels in as many colours as there are schedules", async () => {
    const [one, all] = [within("one.png"), within("deep/all.png")];
    expect(await taper("bitcoin", "--plot", one)).toEqual({ code: 0, out: `plot: ${one}`, err: "" });
    await taper(...networkNames, "--plot", all);
    expect(await drawn(one)).toEqual([["first"], ["first"]]);
    const every = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth"];
    expect(await drawn(all)).toEqual([every, every]); // bitcoin and bittensor share a line: both can be seen
  });

  /** Inks of lines found in the left and the right half of a picture. */
  async function drawn(file: string): Promise<string[][]> {
    const image = await loadImage(readFileSync(file));
    expect([image.width, image.height]).toEqual([2000, 560]);
    const context = createCanvas(2000, 560).getContext("2d");
    context.drawImage(image, 0, 0);
    return [0, 1000].map((left) => {
      const { data } = context.getImageData(left, 0, 1000, 560);
      const counts = new Map<string, number>();
      for (let k = 0; k < data.length; k += 4) {
        const colour = `#${[data[k]!, data[k + 1]!, data[k + 2]!].map((x) => x.toString(16).padStart(2, "0")).join("")}`;
        counts.set(colour, (counts.get(colour) ?? 0) + 1);
      }
      return Object.entries(inks)
        .filter(([, { light }]) => (counts.get(light) ?? 0) > 250) // a legend's sample alone is 80
        .map(([name]) => name);
    });
  }

  it("--html writes a page that needs nothing from anywhere, with both charts and all tables", async () => {
    const file = within("emission.html");
    expect(await taper("bitcoin", "helium", "--by", "month", "--html", file)).toEqual({
      code: 0,
      out: `html: ${file}`,
      err: "",
    });
    const page = readFileSync(file, "utf8");
    expect(page).not.toMatch(/https?:|<script|<link|@import|url\(|<img|<iframe/i);
    expect(page).not.toMatch(/NaN|undefined|Infinity/);
    expect(page.match(/<svg viewBox="0 -?\d+ 580/g)).toHaveLength(2);
    expect(page).toContain("held: burned 0 tokens a day (assumed)");
    expect(page).toContain("one in 2 is shown");
    expect(page.match(/<tr><th scope="row">\d/g)!.length).toBeGreaterThan(480);
    expect(page).toContain(">0.0001</text>"); // ticks of the logarithmic axis are powers of ten
  });

  it("go with a table only where one is asked for", async () => {
    const { out } = await taper(
      "bitcoin",
      "--years",
      "1",
      "--csv",
      "--html",
      within("a.html"),
      "--plot",
      within("a.png"),
    );
    expect(csv(out)).toHaveLength(1);
    expect(readdirSync(folder).sort()).toEqual(["a.html", "a.png"]);
  });

  it("are never overwritten", async () => {
    const file = within("there.png");
    writeFileSync(file, "mine");
    expect(await taper("bitcoin", "--plot", file)).toEqual({
      code: 2,
      out: "",
      err: `${file} is there already; expected a new file`,
    });
    expect(readFileSync(file, "utf8")).toBe("mine");
  });
});

describe("bad input", () => {
  test.each<[string[], string | RegExp]>([
    [
      ["bitcon"],
      /^bitcon is no network and no file; expected akash, .* render or a scenario file\. Did you mean "bitcoin"\?$/,
    ],
    [["Helium"], /Did you mean "helium"\?/],
    [["nowhere.yaml"], "nowhere.yaml: no such file; expected a scenario file"],
    [
      ["akash", "--by", "era"],
      "akash: its emission (exponentialToCap) has no eras; expected by year, month, day or epoch",
    ],
    [["bitcoin", "--by", "epoch"], "bitcoin: a preset has no epochs; expected era, year, month or day, or a scenario"],
    [["bitcoin", "--by", "week"], /Invalid values:[^]*by[^]*See taper --help/],
    [["bitcoin", "--years", "many"], '--years is "many"; expected years above 0, at most 1000'],
    [["bitcoin", "--years", "0"], '--years is "0"; expected years above 0, at most 1000'],
    [["bitcoin", "--at", "soon"], /^--at is "soon"; expected a block such as 840000, a time/],
    [["bitcoin", "--at", "issuance=lots"], /^--at is "issuance=lots"; expected/],
    [
      ["bitcoin", "--at", "issuance=22000000"],
      /^bitcoin: issues 20999999\.\d+ tokens in 500 years; 22000000 are never reached/,
    ],
    [
      ["bitcoin", "--at", "1", "--by", "day"],
      "--at and --by are both given; --at is one moment, expected it without --by",
    ],
    [["bitcoin", "--csv", "--json"], "--csv and --json are both given; expected one of them"],
    [["livepeer", "--bonded", "2"], '--bonded is "2"; expected a fraction from 0 to 1'],
    [["helium", "--burned", "5 USD"], '--burned is "5 USD"; expected tokens a day, 0 or more, such as 500'],
    [["livepeer", "--bonded", "0.1", "--years", "200"], /^livepeer: blocks \d+ to \d+: Infinity tokens are issued/],
    [["bitcoin", "--set", "seed=2"], "--set changes a scenario; expected a scenario file among what is shown"],
    [[small, "--set", "emission.kind=halving"], /^--set:1:15: emission\.kind is "halving"; expected/],
    [
      ["bitcoin", "--plot", "emission.svg"],
      '--plot is "emission.svg"; expected the name of a PNG file, such as emission.png',
    ],
    [[], /^Not enough non-option arguments/],
  ])("%j", async (words, message) => {
    const { code, out, err } = await taper(...words);
    expect([code, out]).toEqual([2, ""]);
    if (typeof message === "string") expect(err).toBe(message);
    else expect(err).toMatch(message);
  });

  it("writes nothing", async () => {
    const file = within("a.html");
    expect((await taper("bitcoin", "akash", "--by", "era", "--html", file)).code).toBe(2);
    expect(existsSync(file)).toBe(false);
  });
});
