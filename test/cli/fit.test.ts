/** A run that really trained, fitted, and the fit used by a scenario: real processes. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import type { CurveFit } from "../../reports/fit/fit.ts";
import { bundle, digits, folder, removeFolders, taper } from "../support/cli.ts";

let cli: string;
let cwd: string;
const here = (...words: string[]) => taper(cli, words, { cwd });

/** 26 weeks in which nobody comes or goes, so that whose quality is averaged does not depend on it. */
const world = ["participants.honest.count=6", "duration=26 weeks", "taper={kind: never}", "membership={kind: fixed}"];
const set = (...changes: string[]) => changes.flatMap((change) => ["--set", change]);

beforeAll(async () => {
  cli = bundle();
  cwd = folder();
  const run = ["run", digits, ...set(...world, "task.initialSteps=20"), "--out", "trained", "--no-png"];
  const { code, err } = await here(...run);
  expect(code, err).toBe(0);
});

afterAll(removeFolders);

/** Mean quality of an arm, epoch by epoch. */
function meanQuality(run: string): number[] {
  const [header, ...lines] = readFileSync(join(cwd, run, "records/epochs.csv"), "utf8")
    .trim()
    .split("\n");
  const names = header!.split(",");
  const rows = lines.map((line) => line.split(","));
  return rows
    .filter((row) => row[names.indexOf("arm")] === "cut")
    .map((row) => Number(row[names.indexOf("meanQuality")]));
}

describe("fit of a run of 26 weeks with real training", () => {
  let found: CurveFit;
  beforeAll(async () => {
    const { code, out, err } = await here("fit", "trained", "--hold", "q0=0", "--json", "--out", "fitted.yaml");
    expect([code, err]).toEqual([0, ""]);
    found = JSON.parse(out) as CurveFit;
  });

  test("tells most of how quality changed, and whole paths within a few hundredths", () => {
    expect(found.task).toBe("digits");
    expect(found.r2).toBeGreaterThan(0.5);
    expect(found.r2).toBeLessThan(1);
    expect(found.pathResidual).toBeLessThan(0.05);
    expect(found.pathResidual).toBeGreaterThan(found.residual / 2);
    const { catchUp, qMax } = found.intervals;
    expect(found.values.catchUp).toBeGreaterThan(catchUp![0]);
    expect(found.values.catchUp).toBeLessThan(catchUp![1]);
    expect(catchUp![0]).toBeGreaterThan(0);
    expect(qMax![0]).toBeGreaterThan(0.6);
    expect(found.intervals).not.toHaveProperty("q0");
  });

  test("runs as a scenario's task, comes near what was trained, and every report says that it is fitted", async () => {
    const task = parse(readFileSync(join(cwd, "fitted.yaml"), "utf8")) as object;
    writeFileSync(join(cwd, "bridge.yaml"), JSON.stringify({ extends: digits, name: "bridge", ...task }));
    const { code, out, err } = await here("run", "bridge.yaml", ...set(...world), "--out", "bridged", "--no-png");
    expect(code, err).toBe(0);
    const [trained, bridged] = [meanQuality("trained"), meanQuality("bridged")];
    expect(bridged).toHaveLength(trained.length);
    trained.forEach((q, epoch) => expect(Math.abs(bridged[epoch]! - q), `epoch ${epoch}`).toBeLessThan(0.03));
    const said =
      /Quality is fitted, not trained: a curve through \d+ epochs of \d+ miners that learnt digits on wasm in digits/;
    expect(out.replace(/\s+/g, " ")).toMatch(said);
    for (const file of ["report.md", "report.html", "verdict.json"])
      expect(readFileSync(join(cwd, "bridged", file), "utf8").replace(/\s+/g, " "), file).toMatch(said);
    const { warnings } = JSON.parse(readFileSync(join(cwd, "bridged/verdict.json"), "utf8")) as { warnings: string[] };
    expect(warnings.join(" ")).toContain("95% intervals: catchUp per day");
  });

  test("prints YAML to paste, or writes it and says what it found", async () => {
    const printed = await here("fit", "trained", "--hold", "q0=0");
    expect(printed.out).toBe(readFileSync(join(cwd, "fitted.yaml"), "utf8"));
    const { out } = await here("fit", "trained", "--hold", "q0=0", "--out", "again.yaml");
    expect(out).toMatch(
      /^again\.yaml: \d+ epochs of \d+ miners; it tells \d+% of the change of quality, within 0\.\d+\ncatchUp +\S+ +\S+ to \S+ \(95%\)\n/,
    );
    expect(out).toMatch(/^q0 +0 +held$/m);
  });

  test("is the same twice, other draws give other intervals", async () => {
    const again = JSON.parse((await here("fit", "trained", "--hold", "q0=0", "--json")).out) as CurveFit;
    expect(again).toEqual(found);
    const other = JSON.parse((await here("fit", "trained", "--hold", "q0=0", "--json", "--seed", "2")).out) as CurveFit;
    expect(other.values).toEqual(found.values);
    expect(other.intervals).not.toEqual(found.intervals);
  });
});

describe("what cannot be fitted", () => {
  test("to what the records do not tell, with exit code 1 and nothing written", async () => {
    const { code, out, err } = await here("fit", "trained", "--hold", "drift=0", "--out", "none.yaml");
    expect([code, out]).toEqual([1, ""]);
    expect(err).toMatch(/^the records cannot tell q0: /);
    expect(existsSync(join(cwd, "none.yaml"))).toBe(false);
  });

  test.each([
    [["nowhere"], "nowhere: not the folder of a run; it has no manifest.json"],
    [
      ["trained", "--hold", "qmax=1"],
      "--hold qmax=1: expected catchUp=NUMBER or drift=NUMBER or qMax=NUMBER or q0=NUMBER",
    ],
    [["trained", "--hold", "drift=1"], "--hold drift=1: expected a number from 0 to below 1"],
    [["trained", "--hold", "q0="], "--hold q0=: expected a number from 0 to 1"],
    [["trained", "--hold", "catchUp=-1"], "--hold catchUp=-1: expected a number per day, 0 or more"],
    [["trained", "--resamples", "10"], "--resamples is 10; expected a whole number, 100 or more"],
    [["trained", "--seed", "0.5"], "--seed is 0.5; expected a whole number, 0 or more"],
    [[], "Not enough non-option arguments: got 0, need at least 1"],
  ])("fit %j is bad input", async (words, message) => {
    const { code, out, err } = await here("fit", ...words);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain(message);
  });

  test("a scenario that this version does not know is bad input", async () => {
    const manifest = JSON.parse(readFileSync(join(cwd, "trained/manifest.json"), "utf8")) as { scenario: object };
    const other = folder();
    writeFileSync(
      join(other, "manifest.json"),
      JSON.stringify({ ...manifest, scenario: { ...manifest.scenario, tempo: 0 } }),
    );
    const { code, err } = await here("fit", other);
    expect(code).toBe(2);
    expect(err).toContain(`${join(other, "manifest.json")}: not a scenario of this version: `);
  });
});
