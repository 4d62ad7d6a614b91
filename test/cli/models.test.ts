/** Models of a run as files, read back by the format's own rules. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { safetensors } from "../../cli/records/safetensors.ts";
import { readStates } from "../../cli/run/states.ts";
import { bundle, digits, folder, removeFolders, taper } from "../support/cli.ts";

let cli: string;
let cwd: string;
const here = (...words: string[]) => taper(cli, words, { cwd });

beforeAll(async () => {
  cli = bundle();
  cwd = folder();
  const words = ["run", digits, "--set", "duration=3 weeks", "--set", "taper.at=1 week", "--no-png"];
  for (const [out, ...more] of [["kept", "--models"], ["bare"]]) {
    const { code, err } = await here(...words, "--out", out!, ...more);
    expect(code, err).toBe(0);
  }
});

afterAll(removeFolders);

interface Entry {
  readonly dtype: string;
  readonly shape: number[];
  readonly data_offsets: [number, number];
}

/** Header and tensors of a safetensors file. */
function read(bytes: Uint8Array) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = Number(view.getBigUint64(0, true));
  const header = JSON.parse(Buffer.from(bytes.subarray(8, 8 + length)).toString("utf8")) as Record<string, Entry>;
  const { __metadata__: metadata, ...entries } = header;
  const tensors = Object.entries(entries).map(
    ([
      name,
      {
        dtype,
        shape,
        data_offsets: [from, to],
      },
    ]) => {
      expect(dtype).toBe("F32");
      expect(to - from).toBe(4 * shape.reduce((a, b) => a * b, 1));
      const values = Float32Array.from({ length: (to - from) / 4 }, (_, k) =>
        view.getFloat32(8 + length + from + 4 * k, true),
      );
      return { name, shape, values };
    },
  );
  const end = Math.max(...Object.values(entries).map(({ data_offsets: [, to] }) => to));
  expect(bytes.byteLength).toBe(8 + length + end);
  expect(length % 8).toBe(0);
  return { metadata: metadata as unknown as Record<string, string>, tensors };
}

test("a file of tensors is the format's, byte for byte", () => {
  const bytes = safetensors([{ name: "a", shape: [1, 2], values: Float32Array.of(1, -2) }], { id: "m/0" });
  const header = '{"__metadata__":{"id":"m/0"},"a":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]}}';
  const padded = header.padEnd(Math.ceil(header.length / 8) * 8);
  const expected = Buffer.concat([
    Buffer.from([padded.length, 0, 0, 0, 0, 0, 0, 0]),
    Buffer.from(padded),
    Buffer.from([0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0]),
  ]);
  expect(Buffer.from(bytes).equals(expected)).toBe(true);
  expect(() => safetensors([{ name: "a", shape: [3], values: Float32Array.of(1) }], {})).toThrow(
    "safetensors: tensor a of shape 3 has 1 numbers",
  );
});

describe("export --models", () => {
  test("writes every model of the arm keep at its end, bit for bit", async () => {
    const { code, out, err } = await here("export", "kept", "--models", "models", "--json");
    expect([code, err]).toEqual([0, ""]);
    const { models } = JSON.parse(out) as { models: { id: string; file: string; steps: number }[] };
    const learner = readStates(join(cwd, "kept")).ends["keep"]!.learner as unknown as {
      ids: string[];
      steps: Float64Array;
      weights: Float32Array[];
    };
    expect(models.map(({ id }) => id)).toEqual(learner.ids);
    expect(models.length).toBeGreaterThanOrEqual(5);
    for (const [k, { id, file, steps }] of models.entries()) {
      expect(file).toBe(join("models", `${id}.safetensors`));
      const { metadata, tensors } = read(readFileSync(join(cwd, file)));
      expect(metadata).toMatchObject({ id, architecture: "mlp 196-16-10", arm: "keep", epochs: "3" });
      expect(Number(metadata["steps"])).toBe(steps);
      expect(steps).toBe(learner.steps[k]);
      expect(tensors.map(({ name, shape }) => [name, shape])).toEqual([
        ["0", [196, 16]],
        ["1", [1, 16]],
        ["2", [16, 10]],
        ["3", [1, 10]],
      ]);
      const flat = Float32Array.from(tensors.flatMap(({ values }) => [...values]));
      expect(flat).toEqual(learner.weights[k]);
      expect(flat.some((value) => value !== 0)).toBe(true);
    }
  });

  test("a finished run keeps its checkpoint only when asked to, and is the same run otherwise", async () => {
    expect(existsSync(join(cwd, "bare/checkpoints"))).toBe(false);
    expect(readdirSync(join(cwd, "kept/checkpoints")).length).toBeGreaterThan(0);
    const records = (run: string) => readFileSync(join(cwd, run, "records/epochs.csv"), "utf8");
    expect(records("kept")).toBe(records("bare"));
    const { code, err } = await here("export", "bare", "--models", "none");
    expect([code, err]).toEqual([
      2,
      "bare: this run is complete and has no checkpoint; expected one that is under way, or was run with --models\n",
    ]);
    expect(existsSync(join(cwd, "none"))).toBe(false);
  });

  test("a task without models has none to write, a folder without a run either", async () => {
    const words = ["--set", "task={kind: curve}", "--set", "duration=2 weeks", "--set", "taper={kind: never}"];
    expect((await here("run", digits, ...words, "--no-png", "--models", "--out", "curve")).code).toBe(0);
    const { code, err } = await here("export", "curve", "--models", "none");
    expect([code, err]).toEqual([2, "curve: its checkpoint holds no models; expected a run of a task that trains\n"]);
    mkdirSync(join(cwd, "empty"));
    expect((await here("export", "empty", "--models", "none")).err).toContain("empty: not the folder of a run");
    writeFileSync(join(cwd, "file"), "");
    expect((await here("export", "kept", "--models", "file")).err).toContain(
      "file: is a file; expected a folder to write into",
    );
    expect(existsSync(join(cwd, "none"))).toBe(false);
  });
});
