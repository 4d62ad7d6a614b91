/** Plain data in a file: what is read is what was written, to the bit and whatever its arrays lie in. */
import fc from "fast-check";
import { mkdtempSync } from "node:fs";
import { open, readFile, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readPlainData, Torn, writePlainData } from "../../cli/run/plainData.ts";

const file = join(mkdtempSync(join(tmpdir(), "taper-plain-")), "data");

async function written(value: unknown): Promise<string> {
  const handle = await open(file, "w");
  await writePlainData(handle, value).finally(() => handle.close());
  return file;
}

const array = fc.oneof(
  fc.float32Array(),
  fc.float64Array(),
  fc.int32Array(),
  fc.uint32Array(),
  fc.uint16Array(),
  fc.uint8Array(),
  fc.int8Array(),
);
const plain = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    array,
    fc.double(),
    fc.string(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(fc.string(), tie("value"), { maxKeys: 4, noNullPrototype: true }),
  ),
})).value;

test("any plain data come back as they were", async () => {
  await fc.assert(
    fc.asyncProperty(plain, async (value) => {
      expect(readPlainData(await written(value))).toEqual(value);
    }),
    { numRuns: 300, seed: 1 },
  );
});

test("an array that is named twice is written once and is one array again", async () => {
  const weights = new Float32Array(new SharedArrayBuffer(4_000)).fill(1.5);
  const part = weights.subarray(10, 20).fill(Math.PI);
  const whole = await written({ state: [weights, part], fork: [weights] });
  expect((await readFile(whole)).length).toBeLessThan(4_400);
  const { state, fork } = readPlainData(whole) as { state: Float32Array[]; fork: Float32Array[] };
  expect(state[0]).toBe(fork[0]);
  expect([...state[0]!]).toEqual([...weights]);
  expect([...state[1]!]).toEqual([...part]);
});

test("a file that was cut short anywhere, or of which a part never came to disk, is torn", async () => {
  const whole = await written({ weights: new Float32Array(50).fill(2), name: "a", steps: new Float64Array(3) });
  const bytes = await readFile(whole);
  for (let length = 0; length < bytes.length; length++) {
    await writeFile(file, bytes.subarray(0, length));
    expect(() => readPlainData(file), `${length} bytes`).toThrow(Torn);
  }
  await writeFile(file, new Uint8Array(bytes.length));
  expect(() => readPlainData(file)).toThrow(Torn);
});

test("a file larger than one buffer can be is read", async () => {
  const value = { weights: new Float32Array(50).fill(2) };
  const whole = await written(value);
  await truncate(whole, 5 * 2 ** 30); // a hole: it takes no room on disk
  expect(readPlainData(whole)).toEqual(value);
  await truncate(whole, 0);
});

test("numbers of a kind that cannot be read back are refused", async () => {
  await expect(written({ a: new Int16Array(2) })).rejects.toThrow(
    "a checkpoint cannot hold a Int16Array; expected Float64Array, Float32Array, Int32Array, Uint32Array, Uint16Array",
  );
});
