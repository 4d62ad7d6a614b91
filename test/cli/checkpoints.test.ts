/** Checkpoints of a run: which one counts, and what is never taken for a torn one. */
import { mkdirSync, mkdtempSync, readdirSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { lastCheckpoint, saveCheckpoint } from "../../cli/run/checkpoints.ts";

const fresh = (): string => mkdtempSync(join(tmpdir(), "taper-checkpoints-"));

async function saved(dir: string, ...epochs: readonly number[]): Promise<void> {
  for (const played of epochs)
    await saveCheckpoint(dir, { played, state: { learner: new Float32Array(played) } as never, marks: {} as never });
}

test("the newest whole one counts, and two are kept", async () => {
  const dir = fresh();
  expect(await lastCheckpoint(dir)).toBeUndefined();
  await saved(dir, 7, 8, 9);
  expect(readdirSync(join(dir, "checkpoints"))).toEqual(["00000008.checkpoint", "00000009.checkpoint"]);
  expect((await lastCheckpoint(dir))!.played).toBe(9);
  truncateSync(join(dir, "checkpoints/00000009.checkpoint"), 20);
  expect((await lastCheckpoint(dir))!.played).toBe(8);
});

test("one that the system does not let be read is not passed over: the run would start over and be lost", async () => {
  const dir = fresh();
  await saved(dir, 8);
  mkdirSync(join(dir, "checkpoints/00000009.checkpoint")); // EISDIR stands for EACCES, EIO, EMFILE ...
  await expect(lastCheckpoint(dir)).rejects.toThrow("EISDIR");
  const other = fresh();
  writeFileSync(join(other, "checkpoints"), "");
  await expect(lastCheckpoint(other)).rejects.toThrow("ENOTDIR");
});
