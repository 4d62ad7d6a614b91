/** A tensor backend that breaks down in the middle of an epoch: what the run says, leaves behind, and can go on from. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { choose } from "../../models/backend/index.ts";
import { contents, differing, digits, folder, removeFolders } from "../support/cli.ts";
import { taperHere } from "../support/inProcess.ts";

let cwd: string;
let whole: Record<string, string>;
/** optimiser kernels run by a whole run */
let calls = 0;

const KERNEL = "FleetAdam";
const run = (out: string, ...more: string[]) =>
  taperHere("run", digits, "--backend", "wasm", "--workers", "1", "--no-png", "--out", join(cwd, out), ...more);
const epochsOf = (out: string) => readFileSync(join(cwd, out, "records/epochs.csv"), "utf8");

let restore = (): void => {};
afterEach(() => restore());

/** Puts something before each optimiser kernel of the wasm backend. */
function beforeEachStep(act: (call: number) => void): void {
  const stock = tf.getKernel(KERNEL, "wasm");
  const replace = (kernelFunc: tf.KernelFunc) => {
    tf.unregisterKernel(KERNEL, "wasm");
    tf.registerKernel({ ...stock, kernelFunc });
  };
  let call = 0;
  replace((given) => {
    act(++call);
    return stock.kernelFunc(given);
  });
  restore = () => {
    replace(stock.kernelFunc);
    restore = () => {};
  };
}

beforeAll(async () => {
  cwd = folder();
  await choose("wasm"); // its kernels are registered when it starts
  beforeEachStep((call) => (calls = call));
  const { code, err } = await run("whole");
  expect(code, err).toBe(0);
  whole = contents(join(cwd, "whole"));
  restore();
  expect(calls).toBeGreaterThan(100);
});
afterAll(removeFolders);

test.each([0.05, 0.5, 0.95])(
  "at %d of the run's steps it says what else to try and keeps whole epochs only",
  async (at) => {
    const out = `failed-${at}`;
    const last = Math.floor(at * calls);
    const tensors = tf.memory().numTensors;
    beforeEachStep((call) => {
      if (call === last) throw new Error("OOM when allocating tensor with shape [32,784,64]\nhint: none");
    });
    const { code, err } = await run(out);
    restore();

    expect(code).toBe(1);
    expect(err.split("\n").at(-1)).toMatch(
      /^backend "wasm" failed: OOM when allocating tensor with shape \[32,784,64\]; try a smaller fleet \(fewer miners, a smaller model or batch\) or another backend; available here: .*cpu$/,
    );
    expect(tf.memory().numTensors).toBe(tensors);

    const [partial, complete] = [epochsOf(out), epochsOf("whole")];
    expect(complete.startsWith(partial)).toBe(true);
    expect(partial.length).toBeLessThan(complete.length);
    expect(partial.endsWith("\n")).toBe(true);
    expect(existsSync(join(cwd, out, "verdict.json"))).toBe(false);

    expect((await run(out, "--resume")).code).toBe(0);
    expect(differing(contents(join(cwd, out)), whole)).toEqual([]);
  },
);
