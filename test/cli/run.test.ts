/** The bundled command line from end to end: what a run writes, replays, refuses and prints. */
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { readRun } from "../../cli/records/read.ts";
import { main } from "../../cli/taper.ts";
import { wantsColour } from "../../cli/text.ts";
import { tables } from "../../sim/record.ts";
import * as support from "../support/cli.ts";
import { contents, differing, digits, folder, root, small } from "../support/cli.ts";

let cli: string;
let cwd: string;
let recorded: support.Ended;

beforeAll(async () => {
  cli = support.bundle();
  cwd = folder();
  recorded = await traced("recorded", "--json");
});

afterAll(support.removeFolders);

const taper = (words: readonly string[], wish: Partial<support.Wish> = {}) =>
  support.taper(cli, words, { cwd, ...wish });

/** Runs the trained world into a folder of `cwd`, noting every module that is loaded in OUT.loaded. */
function traced(out: string, ...more: string[]): Promise<support.Ended> {
  const env = {
    NODE_OPTIONS: `--import ${JSON.stringify(join(root, "test/support/trace.mjs"))}`,
    TAPER_LOADED: join(cwd, `${out}.loaded`),
  };
  return taper(["run", digits, "--out", out, "--no-png", ...more], { env });
}

/** Modules that a traced run loaded and that are, or hold, code of a tensor library. */
function tensorModules(out: string): string[] {
  const loaded = [...new Set(readFileSync(join(cwd, `${out}.loaded`), "utf8").split("\n"))];
  expect(loaded.some((address) => address.includes("/chunks/runScenario"))).toBe(true);
  expect(loaded).toContain("@duckdb/node-bindings");
  const holds = (address: string) =>
    address.startsWith("file:") && /^\/\/ .*node_modules\/@tensorflow\//m.test(readFileSync(new URL(address), "utf8"));
  return loaded.filter((address) => /tensorflow|tfjs|webgpu/.test(address) || holds(address));
}

const recordsOf = (out: string) => contents(join(cwd, out, "records"));
const json = (out: string, file: string) =>
  JSON.parse(readFileSync(join(cwd, out, file), "utf8")) as Record<string, unknown>;

describe("the seed", () => {
  test("decides everything: the same one gives the same bytes, another one other records", async () => {
    const [again, other] = [await traced("again"), await traced("other", "--seed", "6")];
    expect([recorded.code, again.code, other.code]).toEqual([0, 0, 0]);
    expect(differing(contents(join(cwd, "again")), contents(join(cwd, "recorded")))).toEqual([]);
    expect(differing(recordsOf("other"), recordsOf("recorded"))).toEqual(
      expect.arrayContaining(["epochs.csv", "segments.csv", "miners/cut-000000.parquet", "audits/keep-000013.parquet"]),
    );
    expect(json("other", "manifest.json")["hash"]).not.toBe(json("recorded", "manifest.json")["hash"]);
  });
});

describe("threads", () => {
  test("share the training of a run and change no byte of its folder", async () => {
    const shared = await taper(["run", digits, "--out", "shared", "--no-png", "--workers", "2"]);
    expect([shared.code, shared.err.includes("work by")]).toEqual([0, true]);
    expect(differing(contents(join(cwd, "shared")), contents(join(cwd, "recorded")))).toEqual([]);
  });
});

describe("replay of a run with real training", () => {
  const replaying = ["--set", "task={kind: replay, run: recorded}"];

  test("gives the same tables and loads no tensor library", async () => {
    expect((await traced("replayed", ...replaying)).code).toBe(0);
    expect(differing(recordsOf("replayed"), recordsOf("recorded"))).toEqual([]);
    const [now, then] = [await readRun(join(cwd, "replayed")), await readRun(join(cwd, "recorded"))];
    for (const { name } of tables) {
      expect(now.frames[name], name).toEqual(then.frames[name]);
      // The run ends before the year after its subsidy does, so no other price can be told of.
      if (name !== "sensitivities") expect(now.frames[name]!.length, name).toBeGreaterThan(0);
    }
    expect(now.manifest).toMatchObject({ backend: "replay", status: "complete" });
    expect(now.manifest.hash).not.toBe(then.manifest.hash);
    expect(now.manifest.versions).not.toHaveProperty("tensorflow");
    expect(tensorModules("replayed")).toEqual([]);
    const trained = tensorModules("recorded");
    expect(trained.length).toBeGreaterThan(0);
    for (const module of trained) expect(module).toMatch(/\/chunks\/chunk-\w+\.js$/);
  });

  test("fails on another plan, naming epoch, arm and miner", async () => {
    const { code, out, err } = await traced("shares", ...replaying, "--set", "participants.honest.trainShare=0.4");
    expect([code, out]).toEqual([1, ""]);
    expect(err).toMatch(
      /\nreplay of "recorded": epoch 0, arm cut, miner honest\/0: steps is \d+, recorded was \d+; task curve answers other plans\n$/,
    );
    const later = await traced("later", ...replaying, "--set", "taper.at=15 weeks");
    expect(later.code).toBe(1);
    expect(later.err).toMatch(/\nreplay of "recorded": epoch 1[1-9], arm cut, miner [a-z]+\/\d: /);
  });

  test("refuses a run that is not complete", async () => {
    cpSync(join(cwd, "recorded"), join(cwd, "broken-off"), { recursive: true });
    const manifest = join(cwd, "broken-off/manifest.json");
    writeFileSync(manifest, readFileSync(manifest, "utf8").replace('"complete"', '"interrupted"'));
    const before = contents(cwd);
    const ended = await taper(["run", digits, "--set", "task={kind: replay, run: broken-off}"]);
    expect(ended).toEqual({
      code: 2,
      out: "",
      err: "broken-off: this run is interrupted; expected a complete one to replay\n",
    });
    expect(differing(contents(cwd), before)).toEqual([]);
  });
});

describe("bad input", () => {
  let place: string;
  beforeAll(() => {
    place = folder();
    mkdirSync(join(place, "full"));
    mkdirSync(join(place, "elsewhere"));
    writeFileSync(join(place, "full/notes.txt"), "mine");
    writeFileSync(join(place, "file"), "a file");
    cpSync(join(cwd, "recorded"), join(place, "done"), { recursive: true });
  });

  /** Paths, folders among them, and bytes. */
  const snapshot = () => [readdirSync(place, { recursive: true }).sort(), contents(place)];

  const hash = "[0-9a-f]{12}";
  test.each<[string, string[], string | RegExp]>([
    ["a missing file", ["nowhere.yaml"], "nowhere.yaml: no such file; expected a scenario file"],
    ["a folder", ["full"], "full: it is a folder; expected a scenario file"],
    ["an output below a file", [digits, "--out", "file/run"], "file/run: $PLACE/file is a file; expected a folder"],
    ["an output that is a file", [digits, "--out", "file"], "file: is a file; expected a folder"],
    ["an output with no name", [digits, "--out", ""], "--out is empty; expected a folder"],
    ["an output left out", [digits, "--out"], "Not enough arguments following: out\nSee taper --help"],
    ["two outputs", [digits, "--out", "a", "--out", "b"], "--out is given more than once"],
    ["a full output", [digits, "--out", "full"], "full: is not empty; expected a new or empty folder"],
    [
      "an output with a run",
      [digits, "--out", "done"],
      "done: holds a run already (digits, complete); expected an empty folder, or --resume",
    ],
    [
      "nothing to resume",
      [digits, "--resume"],
      "runs: holds no run of this scenario to resume; leave out --resume to start one, or name its folder with --out",
    ],
    [
      "nothing to resume there",
      [digits, "--resume", "--out", "elsewhere"],
      "elsewhere: holds no run to resume; it has no manifest.json",
    ],
    [
      "resuming another scenario",
      [digits, "--resume", "--out", "done", "--seed", "6"],
      new RegExp(
        `^done: holds a run of another scenario \\(hash ${hash}, this one is ${hash}\\); expected the one it was started with$`,
      ),
    ],
    ["no threads", [digits, "--workers", "0"], "--workers is 0; expected a whole number, 1 or more"],
    ["no seeds", [digits, "--seeds", "0"], "--seeds is 0; expected a whole number, 1 or more"],
    ["seeds that are no number", [digits, "--seeds", "ten"], "--seeds is NaN; expected a whole number, 1 or more"],
    [
      "more seeds than there are",
      [digits, "--seed", "4294967290", "--seeds", "7"],
      "--seeds is 7 from seed 4294967290 on; expected the last one to be 4294967295 at most",
    ],
    [
      "seeds of a replay",
      [digits, "--seeds", "2", "--set", "task={kind: replay, run: done}"],
      `${digits}: --seeds is 2 beside task replay; expected 1, the seed that was recorded`,
    ],
    ["an unknown arm", [digits, "--arms", "cut,kept"], '--arms is "cut,kept"; expected cut,keep,never or cut,keep'],
    ["arms without cut", [digits, "--arms", "keep"], '--arms is "keep"; expected cut,keep,never or cut,keep'],
    [
      "resuming with other arms",
      [digits, "--resume", "--out", "done", "--seeds", "2", "--arms", "cut,keep"],
      "done: was started with arms cut,keep,never, this is cut,keep; expected cut,keep,never, since the bytes of its records depend on it",
    ],
    ["an unknown option", [digits, "--bakend", "cpu"], "Unknown argument: bakend\nSee taper --help"],
    ["an unknown backend", [digits, "--backend", "tpu"], /^Invalid values:\n.*Given: "tpu", Choices: "auto", /],
    ["a seed that is no number", [digits, "--seed", "one"], /^--set:1:6: seed is "one"; expected a whole number/],
    ["a second file", [digits, small], `Unknown argument: ${small}\nSee taper --help`],
    [
      "setting an unknown parameter",
      [digits, "--set", "taper.att=1"],
      '--set:1:1: taper.att is not a known key; expected kind, at, floor, announcedAt, basis or target. Did you mean "at"?',
    ],
    ["setting an unknown field", [digits, "--set", "nothing.here=1"], /^--set:1:1: nothing is not a known key; /],
    [
      "setting an unknown participant",
      [digits, "--set", "participants.nobody.count=2"],
      /^--set:1:1: nobody is no member of this list; expected honest, /,
    ],
    [
      "no assignment",
      [digits, "--set", "seed"],
      '--set:1:1: "seed" is no assignment; expected path=value, such as seed=2',
    ],
    [
      "an audit pool that is too small",
      [digits, "--set", "task.auditPool=50"],
      `${digits}: task digits: auditPool 50 gives each of 2 validators 25 examples; auditSize needs 48`,
    ],
    [
      "sets that leave too little for training",
      [digits, "--set", "task.hiddenSize=5000"],
      `${digits}: task digits: auditPool, requestPool and hiddenSize are 5700 examples; expected at most half of 10000`,
    ],
    [
      "a replay of nothing",
      [digits, "--set", "task={kind: replay, run: elsewhere}"],
      "elsewhere: not the folder of a run; it has no manifest.json",
    ],
  ])("%s", async (_, words, message) => {
    const before = snapshot();
    const { code, out, err } = await taper(["run", ...words], { cwd: place });
    expect([code, out]).toEqual([2, ""]);
    expect(err.endsWith("\n")).toBe(true);
    const said = err.trimEnd();
    if (typeof message === "string") expect(said).toBe(message.replace("$PLACE", place));
    else expect(said).toMatch(message);
    expect(snapshot()).toEqual(before);
  });

  test("a backend that does not work here, naming those that do", async () => {
    const { out } = await taper(["list", "backends", "--json"]);
    const backends = JSON.parse(out) as { name: string; works: boolean }[];
    for (const { name, works } of backends.filter(({ name }) => name === "node-gpu" || name === "webgpu")) {
      if (works) continue;
      const before = snapshot();
      const ended = await taper(["run", digits, "--backend", name], { cwd: place });
      expect([ended.code, ended.out]).toEqual([2, ""]);
      expect(ended.err).toMatch(new RegExp(`: backend "${name}" is not available: .+; available here: .*wasm, cpu\n$`));
      expect(snapshot()).toEqual(before);
    }
  });

  test.each([
    [["rnu", digits], "Did you mean run?\nSee taper --help\n"],
    [["dance"], "Unknown argument: dance\nSee taper --help\n"],
    [["report", "elsewhere"], "elsewhere: not the folder of a run; it has no manifest.json\n"],
    [["report", "done", "--out", "file"], "file: is a file; expected a folder to write into\n"],
    [["export", "elsewhere", "--csv", "t"], "elsewhere: not the folder of a run; it has no manifest.json\n"],
    [["export", "done", "--csv", ""], "the name of a folder is empty; expected a folder to write into\n"],
    [["export", "done"], "export: nothing is asked for; expected --csv DIR, --models DIR or both\n"],
  ])("taper %j", async (words, err) => {
    const before = snapshot();
    expect(await taper(words, { cwd: place })).toEqual({ code: 2, out: "", err });
    expect(snapshot()).toEqual(before);
  });

  const bad = join(root, "test/scenario/bad");
  const files = readdirSync(bad).sort();

  test(`each of the ${files.length} files of test/scenario/bad, run in this process`, async () => {
    const before = snapshot();
    const [here, printed, said] = [process.cwd(), vi.spyOn(console, "log"), vi.spyOn(console, "error")];
    process.chdir(place);
    try {
      for (const file of files) {
        said.mockReset().mockImplementation(() => {});
        await main(["run", join(bad, file)]);
        expect([file, process.exitCode, said.mock.calls.length]).toEqual([file, 2, 1]);
        for (const line of String(said.mock.calls[0]![0]).split("\n"))
          expect(line).toMatch(/\/bad\/[a-z-]+\.yaml:\d+:\d+: /);
        process.exitCode = 0;
      }
    } finally {
      process.chdir(here);
      vi.restoreAllMocks();
    }
    expect(printed).not.toHaveBeenCalled();
    expect(files.length).toBeGreaterThanOrEqual(20);
    expect(snapshot()).toEqual(before);
  });

  test.each(["negative-stake", "unknown-kind", "unclosed-map", "not-a-number", "announced-after-the-cut"])(
    "taper check says the same of %s",
    async (file) => {
      const words = [join(bad, `${file}.yaml`)];
      const [checked, run] = [await taper(["check", ...words]), await taper(["run", ...words])];
      expect(checked).toEqual(run);
      expect(checked.code).toBe(2);
    },
  );
});

describe("output", () => {
  test("with --json is one JSON document on stdout; progress goes to stderr as plain lines", () => {
    expect(recorded.out.trimEnd()).not.toContain("\n");
    expect(JSON.parse(recorded.out)).toEqual(json("recorded", "verdict.json"));
    const [first, ...lines] = recorded.err.trimEnd().split("\n");
    expect(lines.pop()).toBe("report: recorded/report.html");
    expect(first).toBe("digits: 24 epochs of 7 days, arms cut, keep and never, work by wasm, into recorded");
    const after = lines.filter((line) =>
      /^ *\d+% why, and what lasts: epoch \d+ of about \d+ {2}\d+ (s|min) left$/.test(line),
    );
    expect(after).toHaveLength(10); // it settles a little sooner than estimated
    const played = lines.filter((line) => !after.includes(line));
    expect(played).toHaveLength(11);
    for (const line of played)
      expect(line).toMatch(/^ *\d+% arm \S+ {2}epoch \d+ {2}\d miners {2}quality \d\.\d\d {2}\d+ (s|min) left$/);
  });

  test("has colours on a terminal alone, and none with NO_COLOR", () => {
    expect(wantsColour({ isTTY: true }, {})).toBe(true);
    expect(wantsColour({ isTTY: true }, { NO_COLOR: "" })).toBe(true);
    expect(wantsColour({ isTTY: true }, { NO_COLOR: "1" })).toBe(false);
    expect(wantsColour({}, {})).toBe(false);
    expect(recorded.err + recorded.out).not.toContain("\u001b[");
  });

  test("of export is every table with its declared columns", async () => {
    const { code, out } = await taper(["export", "recorded", "--csv", "exported"]);
    expect(code).toBe(0);
    const { frames } = await readRun(join(cwd, "recorded"));
    for (const { name, columns } of tables) {
      const [header, ...lines] = readFileSync(join(cwd, "exported", `${name}.csv`), "utf8")
        .trimEnd()
        .split("\n");
      expect(header).toBe(columns.map((column) => column.name).join(","));
      expect(lines).toHaveLength(frames[name]!.length);
      expect(out).toContain(`${join("exported", `${name}.csv`)}: ${lines.length} rows`);
    }
    expect(readdirSync(join(cwd, "exported"))).toHaveLength(tables.length + 1);
  });

  test("of report, from manifest and records alone, is what the run reported", async () => {
    const made = contents(join(cwd, "recorded"));
    for (const part of ["manifest.json", "records"])
      cpSync(join(cwd, "recorded", part), join(cwd, "bare", part), { recursive: true });
    expect(existsSync(join(cwd, "bare/verdict.json"))).toBe(false);
    const { code, out } = await taper(["report", "bare", "--no-png"]);
    expect(code).toBe(0);
    expect(differing(contents(join(cwd, "bare")), made)).toEqual([]);
    expect(out).toContain("of the service (value of");
  });
});
