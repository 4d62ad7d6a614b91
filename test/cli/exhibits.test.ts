import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { loadImage } from "@napi-rs/canvas";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readRun } from "../../cli/records/read.ts";
import { folder, removeFolders, root } from "../support/cli.ts";
import { taperHere } from "../support/inProcess.ts";

let place: string;
beforeAll(() => {
  place = folder();
});
afterAll(removeFolders);

const run = (golden: string, out: string, ...more: string[]) =>
  taperHere(
    ...["run", join(root, `test/golden/${golden}.yaml`), "--backend", "wasm", "--workers", "1"],
    ...["--out", join(place, out), ...more],
  );

test("a run with pictures leaves what the best miner of each arm draws at the end", async () => {
  expect((await run("picture", "drawn")).code).toBe(0);
  const { columns, length } = (await readRun(join(place, "drawn"), { tables: ["miners"] })).frames["miners"]!;
  const best = (arm: string): string => {
    const rows = Array.from({ length }, (_, r) => r).filter(
      (r) => columns["arm"]![r] === arm && columns["epoch"]![r] === 2,
    );
    const quality = (r: number) => Number(columns["quality"]![r]);
    return String(columns["id"]![rows.reduce((top, r) => (quality(r) > quality(top) ? r : top))]).replace("/", "-");
  };
  const files = ["cut", "keep", "never"].map((arm) => `${arm}-${best(arm)}.png`);
  expect(readdirSync(join(place, "drawn/pictures")).sort()).toEqual(files.sort());
  for (const file of files) {
    const image = await loadImage(readFileSync(join(place, "drawn/pictures", file)));
    expect([image.width, image.height]).toEqual([192, 192]);
  }
});

test("none with --no-png, and none where there is nothing to see", async () => {
  expect((await run("picture", "plain", "--no-png")).code).toBe(0);
  expect((await run("tabular", "weather")).code).toBe(0);
  for (const out of ["plain", "weather"]) {
    expect(existsSync(join(place, out, "verdict.json"))).toBe(true);
    expect(existsSync(join(place, out, "pictures"))).toBe(false);
  }
});

test("never of a miner that passes on another's answers, which has no model", async () => {
  const relayed = "participants.honest.behaviour={kind: substitutor, form: answers, share: 1}";
  const { code, err } = await run("picture", "relayed", "--set", relayed);
  expect([code, err.includes("no model")]).toEqual([0, false]);
  expect(readdirSync(join(place, "relayed/pictures")).sort()).toEqual(
    ["cut", "keep", "never"].map((arm) => `${arm}-lazy-0.png`),
  );
});
