/** States that a run keeps for what is played after it. */
import { mkdirSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { removeCheckpoints } from "../../cli/run/checkpoints.ts";
import { readStates, saveStates } from "../../cli/run/states.ts";
import { ARMS } from "../../sim/armNames.ts";
import { armsOf } from "../../sim/arms.ts";
import { economy } from "../../sim/catalog.ts";
import type { Row } from "../../sim/record.ts";
import { begin, run } from "../../sim/run.ts";
import { parseScenario } from "../../sim/scenario.ts";
import { SMALL } from "../support/play.ts";

const read = (path: string) => readFileSync(path, "utf8");

/** Plays 12 weeks, keeping the states, and gives the rows of each epoch by the arms it belongs to. */
async function played(...overrides: string[]) {
  const dir = mkdtempSync(join(tmpdir(), "taper-states-"));
  mkdirSync(join(dir, "checkpoints"));
  const parsed = parseScenario(read(SMALL), SMALL, economy, read, ["duration=12 weeks", ...overrides]);
  const arms = armsOf(parsed, economy, {}, ARMS);
  const epochs: { arms: string; rows: Row[] }[] = [];
  const known: string[][] = [];
  for await (const epoch of run(arms, await begin(arms))) {
    await saveStates(dir, arms, epoch);
    epochs.push({ arms: epoch.arms.join("+"), rows: Object.values(epoch.rows).flat() });
    const { fork, ends } = readStates(dir);
    known.push([...(fork ? ["fork"] : []), ...Object.keys(ends)]);
  }
  return { dir, arms, epochs, known };
}

test("the fork and the end of each arm are kept as they arise, and go with the checkpoints", async () => {
  const { dir, known } = await played("taper.at=8 weeks");
  const [none, fork, cut, keep, never] = [0, 7, 8 + 3, 12 + 3, 16 + 11].map((k) => known[k]);
  expect([none, known[6]]).toEqual([[], []]);
  expect([fork, known[10]]).toEqual([["fork"], ["fork"]]);
  expect([cut, known[14]]).toEqual([
    ["fork", "cut"],
    ["fork", "cut"],
  ]);
  expect([keep, known[26]]).toEqual([
    ["fork", "cut", "keep"],
    ["fork", "cut", "keep"],
  ]);
  expect(never).toEqual(["fork", "cut", "keep", "never"]);
  const { fork: state, ends } = readStates(dir);
  expect([state!.world.epoch, ...Object.values(ends).map(({ world }) => world.epoch)]).toEqual([8, 12, 12, 12]);
  expect(ends["cut"]!.world.token.issuance).toBeLessThan(ends["keep"]!.world.token.issuance);
  expect(ends["never"]!.world.token.issuance).toBeLessThan(ends["cut"]!.world.token.issuance);
  await removeCheckpoints(dir);
  expect(() => readStates(dir)).toThrow("ENOENT");
});

test("an arm played on from the fork is the arm that was played", async () => {
  const { dir, arms, epochs } = await played("taper.at=8 weeks");
  const fork = readStates(dir).fork!;
  for (const arm of arms.arms.slice(0, 2)) {
    const again: Row[][] = [];
    for await (const { rows } of run({ arms: [arm], forkEpoch: 0 }, { playing: 0, ...fork, fork: null }))
      again.push(Object.values(rows).flat());
    expect(again).toEqual(epochs.filter(({ arms }) => arms === arm.name).map(({ rows }) => rows));
    expect(again).toHaveLength(4);
  }
});

test.each([
  ["never part", "taper={kind: never}"],
  ["part at once", "taper.announcedAt=0 s"],
])("arms that %s have no fork, and each its end", async (_, override) => {
  const { dir } = await played(override);
  const { fork, ends } = readStates(dir);
  expect(fork).toBeNull();
  expect(Object.keys(ends)).toEqual(["cut", "keep", "never"]);
});
