/** Runs that are killed or interrupted, and go on: real training, real processes. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { stream } from "../../sim/core/random.ts";
import {
  bundle,
  contents,
  differing,
  digits,
  folder,
  removeFolders,
  taper,
  type Ended,
  type Wish,
} from "../support/cli.ts";

let cli: string;
let cwd: string;
let whole: Record<string, string>;

beforeAll(async () => {
  cli = bundle();
  cwd = folder();
  const { code, err } = await run("whole");
  expect(err).toContain("work by wasm");
  expect(code).toBe(0);
  whole = contents(join(cwd, "whole"));
  expect(Object.keys(whole)).toEqual(
    expect.arrayContaining(["verdict.json", "records/epochs.csv", "records/miners/keep-000013.parquet"]),
  );
});

afterAll(removeFolders);

/** Starts the run, or goes on with it where it has begun. */
function run(out: string, watch?: Wish["watch"]): Promise<Ended> {
  const begun = existsSync(join(cwd, out, "manifest.json"));
  const words = ["run", digits, "--out", out, "--no-png", ...(begun ? ["--resume"] : [])];
  return taper(cli, words, { cwd, ...(watch ? { watch } : {}) });
}

const progressLines = (err: string) => err.split("\n").filter((text) => /^ *\d+% arm /.test(text)).length;

/** Kills, once, some milliseconds after a line of progress: a run without a break writes 11 of them. */
function killAfter(lines: number, milliseconds: number): NonNullable<Wish["watch"]> {
  let asked = false;
  return (err, kill) => {
    if (asked || progressLines(err) < lines) return;
    asked = true;
    setTimeout(() => kill("SIGKILL"), milliseconds);
  };
}

const status = (out: string) =>
  (JSON.parse(readFileSync(join(cwd, out, "manifest.json"), "utf8")) as { status: string }).status;

describe("a run with real training that is killed", () => {
  test("before its first checkpoint starts over and leaves the same bytes", async () => {
    expect((await run("early", killAfter(1, 0))).code).toBeNull();
    expect(status("early")).toBe("running");
    expect(existsSync(join(cwd, "early/checkpoints"))).toBe(false);
    expect((await run("early")).code).toBe(0);
    expect(differing(contents(join(cwd, "early")), whole)).toEqual([]);
  });

  test("at twelve random moments, as often as it takes in a row, and resumed leaves the same bytes", async () => {
    const random = stream(1, "kills");
    let kills = 0;
    let resumed = 0; // kills after which the run went on from a checkpoint
    for (let chain = 0; kills < 12; chain++) {
      const out = `chain-${chain}`;
      for (;;) {
        const again = existsSync(join(cwd, out, "checkpoints"));
        const moment = killAfter(Math.floor(12 * random()), 250 * random());
        const { code, err } = await run(out, kills < 12 ? moment : undefined);
        if (again) resumed++;
        if (code === 0) break;
        expect(code, err).toBeNull();
        kills++;
      }
      expect(status(out)).toBe("complete");
      expect(differing(contents(join(cwd, out)), whole), `${out} after ${kills} kills`).toEqual([]);
    }
    expect(resumed).toBeGreaterThanOrEqual(4);
    // A dozen runs, killed and begun again: minutes on a busy machine.
  }, 600_000);
});

describe("a run that is interrupted", () => {
  const stop: NonNullable<Wish["watch"]> = (err, kill) => {
    if (progressLines(err) === 5 && !err.includes("go on with")) kill("SIGINT");
  };

  test("stops after the epoch, says how to go on, and leaves the same bytes when it has", async () => {
    const { code, out, err } = await run("stopped", stop);
    expect([code, out, status("stopped")]).toEqual([1, "", "interrupted"]);
    expect(err.trimEnd().split("\n").at(-1)).toBe(
      `stopped; go on with: taper run ${digits} --no-png --resume --out stopped`,
    );
    expect(progressLines(err)).toBeLessThan(11);
    expect((await run("stopped")).code).toBe(0);
    expect(differing(contents(join(cwd, "stopped")), whole)).toEqual([]);
  });

  test("names in its advice all that made it this run, in words that a shell takes", async () => {
    const words = ["--set", "taper.at=12 weeks", "--set", "name=it-s", "--seed", "7", "--no-png"];
    const { err } = await taper(cli, ["run", digits, ...words], { cwd, watch: stop });
    const advice = /go on with: taper (.*)$/m.exec(err)![1]!;
    expect(advice).toContain("--set 'taper.at=12 weeks' --set name=it-s --seed 7");
    const { status: code, stdout } = spawnSync(`"${process.execPath}" "${cli}" ${advice} --json`, {
      cwd,
      shell: true,
      encoding: "utf8",
    });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toHaveProperty("run.seed", 7);
    expect(readdirSync(join(cwd, "runs"))).toEqual(["it-s"]);
  });
});

test("a newest checkpoint that was torn is passed over for the one before", async () => {
  await run("torn", killAfter(6, 0));
  const checkpoints = join(cwd, "torn/checkpoints");
  const names = readdirSync(checkpoints)
    .filter((name) => name.endsWith(".checkpoint"))
    .sort();
  expect(names).toHaveLength(2);
  truncateSync(join(checkpoints, names[1]!), 1000);
  expect((await run("torn")).code).toBe(0);
  expect(differing(contents(join(cwd, "torn")), whole)).toEqual([]);
});

test("a complete run that is resumed shows its verdict again, without what a kill at its end left behind", async () => {
  mkdirSync(join(cwd, "whole/checkpoints"));
  const { code, out, err } = await run("whole");
  expect([code, err]).toEqual([0, "whole: this run is complete\nreport: whole/report.html\n"]);
  expect(out).toContain("Does a run with real training keep its promises?");
  expect(existsSync(join(cwd, "whole/checkpoints"))).toBe(false);
  expect(differing(contents(join(cwd, "whole")), whole)).toEqual([]);
});
