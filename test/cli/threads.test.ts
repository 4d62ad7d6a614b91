/** A thread that goes wrong in the middle of an epoch: what the run says, leaves behind, and can go on from. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bundle, contents, differing, digits, folder, removeFolders, taper } from "../support/cli.ts";

let cli: string;
let cwd: string;
let whole: Record<string, string>;

const words = (out: string, workers: number) =>
  ["run", digits, "--backend", "wasm", "--workers", String(workers), "--no-png", "--out", out] as const;

/** Breaks the first thread where it has copied arrays so many times. */
const BREAK = `
const { isMainThread, threadId } = require("node:worker_threads");
const arrays = Object.getPrototypeOf(Float32Array.prototype);
const { set } = arrays;
let calls = 0;
const ways = {
  throws() { throw new Error("went wrong"); },
  strays() { queueMicrotask(() => { throw new Error("went wrong"); }); },
  exits() { process.exit(3); },
};
if (!isMainThread && threadId === 1)
  arrays.set = function (...given) {
    if (++calls === 3000) ways[process.env.WAY]();
    return set.apply(this, given);
  };
`;

beforeAll(async () => {
  cli = bundle();
  cwd = folder();
  writeFileSync(join(cwd, "break.cjs"), BREAK);
  const { code, err } = await taper(cli, words("whole", 1), { cwd });
  expect(code, err).toBe(0);
  whole = contents(join(cwd, "whole"));
});
afterAll(removeFolders);

test.each([
  ["throws", /^backend "wasm" failed: went wrong; try a smaller fleet/],
  ["strays", /^went wrong$/],
  ["exits", /^worker exited with code: 3$/],
])(
  "a thread that %s ends the run, which keeps whole epochs and can go on with any number of threads",
  async (way, says) => {
    const env = { WAY: way, NODE_OPTIONS: `--require ${join(cwd, "break.cjs")}` };
    const { code, err } = await taper(cli, words(way, 2), { cwd, env });
    expect(code, err).toBe(1);
    expect(err.trimEnd().split("\n").at(-1)).toMatch(says);

    const [partial, complete] = [way, "whole"].map((out) => readFileSync(join(cwd, out, "records/epochs.csv"), "utf8"));
    expect(complete!.startsWith(partial!)).toBe(true);
    expect(partial!.length).toBeLessThan(complete!.length);
    expect(partial!.endsWith("\n")).toBe(true);

    expect((await taper(cli, [...words(way, 3), "--resume"], { cwd })).code).toBe(0);
    expect(differing(contents(join(cwd, way)), whole)).toEqual([]);
  },
);
