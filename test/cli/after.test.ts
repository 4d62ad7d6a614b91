/** What is played after the arms: from which states, and that a run which is stopped in the midst of it loses nothing. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeEach, expect, test, vi } from "vitest";
import type { Ended } from "../../cli/run/after.ts";
import type { Rows } from "../../sim/record.ts";
import { contents, differing, folder, removeFolders, small } from "../support/cli.ts";
import { taperHere } from "../support/inProcess.ts";

const { playAfter } = vi.hoisted(() => ({
  playAfter: vi.fn<(ended: Ended) => AsyncGenerator<Rows, void, void>>(),
}));
vi.mock("../../cli/run/after.ts", () => ({ playAfter }));
beforeEach(() => void playAfter.mockReset());
afterAll(removeFolders);

const told = (epoch: number): Rows => ({
  flows: [{ arm: "cut", epoch, subnet: 0, ledger: "usd", from: "after", to: "after", why: "test", amount: epoch }],
});
const cwd = folder();
const run = (out: string, ...more: string[]) =>
  taperHere("run", small, "--set", "duration=6 weeks", "--set", "taper.at=4 weeks", "--no-png", "--out", out, ...more);
const status = (out: string) =>
  (JSON.parse(readFileSync(join(out, "manifest.json"), "utf8")) as { status: string }).status;

test("its rows are recorded before the run is complete, and again from the start where it was stopped", async () => {
  const [whole, stopped] = [join(cwd, "whole"), join(cwd, "stopped")];
  let seen: unknown;
  playAfter.mockImplementation(async function* ({ arms, scenario, states }) {
    const { fork, ends } = states();
    const records = readFileSync(join(whole, "records/epochs.csv"), "utf8").trimEnd().split("\n");
    seen = [
      status(whole),
      arms.forkEpoch,
      scenario.duration / (7 * 86400),
      fork!.world.epoch,
      Object.keys(ends),
      records.length - 1,
    ];
    yield told(1);
    yield told(2);
  });
  expect((await run(whole)).code).toBe(0);
  expect(seen).toEqual(["running", 4, 6, 4, ["cut", "keep", "never"], 2 * 6 + 6]);
  expect(existsSync(join(whole, "checkpoints"))).toBe(false);
  const flows = readFileSync(join(whole, "records/flows.csv"), "utf8").trimEnd().split("\n");
  expect(flows.slice(-2)).toEqual(["cut,1,0,usd,after,after,test,1", "cut,2,0,usd,after,after,test,2"]);

  playAfter.mockImplementationOnce(async function* () {
    yield told(1);
    throw new Error("the lights went out");
  });
  expect(await run(stopped)).toMatchObject({ code: 1, out: "" });
  expect(status(stopped)).toBe("running");
  expect(existsSync(join(stopped, "checkpoints/end-never.state"))).toBe(true);
  expect((await run(stopped, "--resume")).code).toBe(0);
  expect(differing(contents(stopped), contents(whole))).toEqual([]);
});

test("an interruption is heeded between its rows", async () => {
  const out = join(cwd, "interrupted");
  playAfter.mockImplementationOnce(async function* () {
    process.emit("SIGINT");
    yield told(1);
    yield told(2);
  });
  const { code, err } = await run(out);
  expect([code, status(out)]).toEqual([1, "interrupted"]);
  expect(err).toContain("stopped; go on with: taper run ");
  playAfter.mockImplementation(async function* () {});
  expect((await run(out, "--resume")).code).toBe(0);
  expect(readFileSync(join(out, "records/flows.csv"), "utf8")).not.toContain("after");
});
