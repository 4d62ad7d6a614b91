/** `--seeds`: what each seed came to, in their order, whoever played them and however often they were stopped. */
import { cpSync, existsSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readSeeds } from "../../cli/records/seeds.ts";
import { bundle, contents, differing, digits, folder, removeFolders, small, taper } from "../support/cli.ts";

let cli: string;
let cwd: string;
let whole: Record<string, string>;

const words = (out: string, ...more: string[]) => ["run", small, "--no-png", "--out", out, ...more];
const here = (...words: string[]) => taper(cli, words, { cwd });
const file = (out: string) => join(cwd, out, "seeds.jsonl");
const lines = (out: string) => readFileSync(file(out), "utf8").trimEnd().split("\n");

beforeAll(async () => {
  cli = bundle();
  cwd = folder();
  const { code, err } = await here(...words("whole", "--seeds", "5", "--workers", "2"));
  expect(code, err).toBe(0);
  whole = contents(join(cwd, "whole"));
});
afterAll(removeFolders);

test("a line a seed, from that of the run on, and none of their records", async () => {
  const seeds = await readSeeds(join(cwd, "whole"));
  expect(seeds.map(({ seed }) => seed)).toEqual([3, 4, 5, 6, 7]);
  for (const { arms, lasting } of seeds) {
    expect(Object.keys(arms)).toEqual(["cut", "keep", "never"]);
    expect(Object.keys(lasting)).toEqual(["cut", "keep", "never"]);
    expect(lasting["keep"]?.serviceValueUsd).toBeGreaterThan(0);
  }
  expect(new Set(lines("whole").map((line) => line.replace(/"seed":\d+/, ""))).size).toBe(5);
  const { code } = await here(...words("alone", "--seeds", "1"));
  expect(code).toBe(0);
  const alone = contents(join(cwd, "alone"));
  const records = (all: Record<string, string>) => Object.keys(all).filter((path) => path.startsWith("records/"));
  expect(records(whole)).toEqual(records(alone));
  expect(differing(whole, alone).filter((path) => path.startsWith("records/"))).toEqual([]);
  expect(existsSync(file("alone"))).toBe(false);
});

test("a seed comes to the same whether it is the run's own, recorded, or one of the others", async () => {
  const { code, err } = await here(...words("later", "--seed", "5", "--seeds", "2", "--workers", "1"));
  expect(code, err).toBe(0);
  expect(lines("later")).toEqual(lines("whole").slice(2, 4));
});

test("one thread or two, more seeds asked for later, and a line cut short: the same bytes", async () => {
  expect((await here(...words("grown", "--seeds", "2", "--workers", "1"))).code).toBe(0);
  expect(lines("grown")).toEqual(lines("whole").slice(0, 2));
  const bytes = readFileSync(file("grown")).length;
  truncateSync(file("grown"), bytes - 10);
  expect((await readSeeds(join(cwd, "grown"))).map(({ seed }) => seed)).toEqual([3]);
  const { code, err } = await here(...words("grown", "--seeds", "5", "--workers", "3", "--resume"));
  expect(code, err).toBe(0);
  expect(err).toContain("grown: this run is complete\n 40% seeds 2 of 5");
  expect(differing(contents(join(cwd, "grown")), whole)).toEqual([]);
});

test("a run that is killed while its seeds are played goes on with those that are left", async () => {
  let asked = false;
  const { code } = await taper(cli, words("killed", "--seeds", "5", "--workers", "1"), {
    cwd,
    watch: (err, kill) => {
      if (!asked && err.includes("seeds 3 of 5")) kill("SIGKILL");
      asked ||= err.includes("seeds 3 of 5");
    },
  });
  expect(code).toBeNull();
  expect([3, 4]).toContain(lines("killed").length);
  expect((await here(...words("killed", "--seeds", "5", "--resume"))).code).toBe(0);
  expect(differing(contents(join(cwd, "killed")), whole)).toEqual([]);
});

test("a run that is interrupted while its seeds are played says how to go on", async () => {
  // Threads are given four seeds at most ahead of the one that is written, so that some are left when the run hears of it.
  const all = ["--seeds", "9"];
  const { code, out, err } = await taper(cli, words("stopped", ...all, "--workers", "2"), {
    cwd,
    watch: (err, kill) => {
      if (/seeds 2 of 9.*\n$/.test(err)) kill("SIGINT");
    },
  });
  expect([code, out]).toEqual([1, ""]);
  expect(err.trimEnd().split("\n").at(-1)).toBe(
    `stopped; go on with: taper run ${small} --seeds 9 --workers 2 --no-png --resume --out stopped`,
  );
  expect(lines("stopped").length).toBeLessThan(9);
  expect((await here(...words("stopped", ...all, "--resume"))).code).toBe(0);
  expect((await here(...words("unstopped", ...all))).code).toBe(0);
  expect(differing(contents(join(cwd, "stopped")), contents(join(cwd, "unstopped")))).toEqual([]);
});

test("two arms alone, and seeds with real training, a thread each", async () => {
  const short = ["--set", "duration=3 weeks", "--set", "taper.at=1 week", "--arms", "cut,keep", "--no-png"];
  const play = (out: string, ...more: string[]) => here("run", digits, ...short, "--out", out, ...more);
  const two = await play("trained", "--seeds", "3", "--workers", "2");
  expect(two.code, two.err).toBe(0);
  expect(two.err).toContain("arms cut and keep, work by wasm");
  const one = await play("trained-alone", "--seeds", "3", "--workers", "1");
  expect(one.code, one.err).toBe(0);
  expect(differing(contents(join(cwd, "trained")), contents(join(cwd, "trained-alone")))).toEqual([]);
  expect((await readSeeds(join(cwd, "trained"))).map(({ arms }) => Object.keys(arms))).toEqual(
    Array.from({ length: 3 }, () => ["cut", "keep"]),
  );
});

describe("a file of seeds that is not one is refused", () => {
  test.each([
    ["no JSON", "{\n", /:1: not what a seed came to; expected JSON with seed and arms$/],
    ["other JSON", "null\n", /:1: not what a seed came to; expected JSON with seed and arms$/],
    ["a gap", '{"seed":3,"arms":{}}\n{"seed":5,"arms":{}}\n', /seeds\.jsonl:2: is of seed 5; expected 4, the next in/],
  ])("%s", async (_, text, message) => {
    const dir = join(folder(), "run");
    mkdirSync(dir);
    writeFileSync(join(dir, "seeds.jsonl"), text);
    await expect(readSeeds(dir)).rejects.toThrow(message);
  });

  test("by the report too", async () => {
    cpSync(join(cwd, "whole"), join(cwd, "spoilt"), { recursive: true });
    writeFileSync(file("spoilt"), "[]\n");
    expect(await here("report", "spoilt", "--no-png")).toMatchObject({ code: 2, out: "" });
  });
});
