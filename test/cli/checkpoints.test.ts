/** Checkpoints of a run: which one counts, and what is never taken for a torn one. */
import { mkdirSync, mkdtempSync, readdirSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { lastCheckpoint, saveCheckpoint, savingTo } from "../../cli/run/checkpoints.ts";

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

describe("while a run plays on", () => {
  const state = {} as never;
  const marks = { csv: {}, shards: [] };

  test("a checkpoint is saved when its records are on disk, and the next one after it", async () => {
    const dir = fresh();
    const onDisk: (() => void)[] = [];
    const checkpoints = savingTo(dir, { flush: () => new Promise((done) => onDisk.push(() => done(marks))) });
    await checkpoints.save({ played: 8, state });
    const next = checkpoints.save({ played: 16, state });
    expect([onDisk.length, await lastCheckpoint(dir)]).toEqual([1, undefined]);
    onDisk[0]!();
    await next;
    expect([onDisk.length, (await lastCheckpoint(dir))!.played]).toEqual([2, 8]);
    onDisk[1]!();
    await checkpoints.saved();
    expect((await lastCheckpoint(dir))!.played).toBe(16);
  });

  test("what went wrong is said by the next one, and at the end", async () => {
    const dir = fresh();
    const checkpoints = savingTo(dir, { flush: () => Promise.reject(new Error("ENOSPC")) });
    await checkpoints.save({ played: 8, state });
    await expect(checkpoints.save({ played: 16, state })).rejects.toThrow("ENOSPC");
    await expect(checkpoints.saved()).rejects.toThrow("ENOSPC");
    expect(await lastCheckpoint(dir)).toBeUndefined();
  });
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
