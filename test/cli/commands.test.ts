import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { main } from "../../cli/taper.ts";
import { economy } from "../../sim/catalog.ts";

const good = join(import.meta.dirname, "../scenario/good.yaml");

/** Runs one command: its exit code and what it printed. */
async function taper(...words: string[]): Promise<{ code: number; out: string; err: string }> {
  const [out, err]: [string[], string[]] = [[], []];
  vi.spyOn(console, "log").mockImplementation((text: unknown) => void out.push(String(text)));
  vi.spyOn(console, "error").mockImplementation((text: unknown) => void err.push(String(text)));
  process.exitCode = 0;
  await main(words);
  return { code: Number(process.exitCode), out: out.join("\n"), err: err.join("\n") };
}

beforeEach(() => void (process.exitCode = 0));
afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = 0;
});

describe("taper check", () => {
  test("says how large a scenario is", async () => {
    const { code, out } = await taper("check", good);
    expect(code).toBe(0);
    expect(out).toMatch(/^ok: good\nhash [0-9a-f]{64}\n20 epochs of 7 days\n4 miners, 2 validators$/);
  });

  test("speaks JSON, and sets values", async () => {
    const { out } = await taper("check", good, "--set", "participants.honest.count=5", "--set", "seed=2", "--json");
    expect(JSON.parse(out)).toMatchObject({
      ok: true,
      name: "good",
      epochs: 20,
      miners: 6,
      entrants: 0,
      validators: 2,
    });
  });

  test.each([
    [["check", "nowhere.yaml"], "nowhere.yaml: no such file; expected a scenario file"],
    [["check", import.meta.dirname], `${import.meta.dirname}: it is a folder; expected a scenario file`],
    [["check", good, "--set", "seed=x"], '--set:1:6: seed is "x"; expected a whole number from 0 to 4294967295'],
    [["check", good, "--sed", "seed=2"], "Unknown argument: sed\nSee taper --help"],
    [["check"], "Not enough non-option arguments: got 0, need at least 1\nSee taper --help"],
    [["chekc"], "Did you mean check?\nSee taper --help"],
    [[], "No command given\nSee taper --help"],
  ])("%j is bad input", async (words, message) => {
    expect(await taper(...words)).toEqual({ code: 2, out: "", err: message });
  });
});

describe("taper list", () => {
  test("names every rule of the catalog", async () => {
    const { out } = await taper("list", "--json");
    const rules = Object.entries(economy).flatMap(([slot, { kinds }]) => kinds.map(({ kind }) => ({ slot, kind })));
    expect(JSON.parse(out)).toEqual(expect.arrayContaining(rules.map((rule) => expect.objectContaining(rule))));
  });

  test("names the rules of one slot, a line each", async () => {
    const { out } = await taper("list", "taper");
    expect(out.split("\n").map((line) => line.split(" ")[0])).toEqual(
      economy.taper.kinds.map(({ kind }) => `taper.${kind}`),
    );
  });

  test("shows what hardware costs", async () => {
    expect((await taper("list", "hardware")).out).toContain("rtx4090-home");
  });

  test("refuses a slot that is not there", async () => {
    const { code, err } = await taper("list", "emision");
    expect(code).toBe(2);
    expect(err).toContain('Did you mean "emission"?');
  });

  test("writes the JSON Schema to a file or to the terminal", async () => {
    const folder = mkdtempSync(join(tmpdir(), "taper-"));
    try {
      const file = join(folder, "scenario.schema.json");
      expect((await taper("list", "--schema", file)).code).toBe(0);
      const written = readFileSync(file, "utf8");
      expect(JSON.parse(written)).toHaveProperty("properties.emission");
      expect(`${(await taper("list", "--schema")).out}\n`).toBe(written);
      expect((await taper("list", "--schema", join(file, "below"))).code).toBe(2);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe("taper explain", () => {
  test("tells what a rule does, with its parameters and defaults", async () => {
    const { out } = await taper("explain", "taper.step");
    expect(out).toContain("The subsidy falls at once");
    expect(out).toMatch(/^at +\(needed\) /m);
    expect(out).toMatch(/^floor +0 /m);
  });

  test("reaches into lists and maps", async () => {
    const { out } = await taper("explain", "demand.logit", "--json");
    const names = (JSON.parse(out) as { parameters: { name: string }[] }).parameters.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(["segments", "segments[].id", "cloud.latency", "learning"]));
  });

  test.each(Object.entries(economy).flatMap(([slot, { kinds }]) => kinds.map(({ kind }) => `${slot}.${kind}`)))(
    "%s",
    async (rule) => {
      expect(await taper("explain", rule)).toMatchObject({ code: 0, out: expect.stringContaining(rule) });
    },
  );

  test.each([
    ["taper.stp", 'Did you mean "taper.step"?'],
    ["tapper.step", 'Did you mean "taper"?'],
    ["taper", "taper. is no rule; expected taper."],
  ])("%s is bad input", async (rule, message) => {
    const { code, err } = await taper("explain", rule);
    expect(code).toBe(2);
    expect(err).toContain(message);
  });
});

describe("taper", () => {
  test("has a version", async () => {
    expect((await taper("--version")).out).toMatch(/^\d+\.\d+\.\d+$/);
  });

  test.each(["run", "report", "export", "fit", "emission", "epoch", "check", "list", "explain"])(
    "%s has help with an example",
    async (command) => {
      const { code, out } = await taper(command, "--help");
      expect(code).toBe(0);
      expect(out).toMatch(/Examples:/);
    },
  );
});
