/** The backend webgpu on any Vulkan driver, in software too. Fails where there is none: it never skips. */
import * as tf from "@tensorflow/tfjs-core";
import { expect, it } from "vitest";
import { catalog } from "../../cli/catalog.ts";
import { choose } from "../../models/backend/index.ts";
import { armsOfFile, playAll } from "../support/play.ts";
import { fleetSuite } from "./suite.ts";

fleetSuite("webgpu", () => choose("webgpu"));

it("says what it runs on", async () => {
  const { detail } = await choose("webgpu");
  console.log(`webgpu runs on ${detail}`);
  expect(detail).not.toBe("");
});

it("plays a world with real training as wasm does", async () => {
  const play = async (backend: "webgpu" | "wasm") => {
    const short = ["duration=3 weeks", "taper={kind: never}", "membership={kind: fixed}", "task.initialSteps=10"];
    const rows = await playAll(armsOfFile("test/support/digits.yaml", short, catalog, { backend }));
    return rows["miners"]!.map((row) => Number(row["quality"]));
  };
  const [here, there] = [await play("webgpu"), await play("wasm")];
  expect(here.length).toBe(there.length);
  expect(here.some((quality) => quality > 0.3)).toBe(true);
  // An answer of 300 may fall on the other side: 1/300 of accuracy, 0.004 of quality.
  here.forEach((quality, k) => expect(Math.abs(quality - there[k]!)).toBeLessThan(0.01));
});

it("ends where a tensor does not fit, instead of reading zeros, and names what works", async () => {
  const gpu = await choose("webgpu");
  const tooLarge = () =>
    gpu.exclusively(async () => {
      const { maxBufferSize } = (tf.backend() as unknown as { device: { limits: { maxBufferSize: number } } }).device
        .limits;
      const sum = tf.tidy(() => tf.sum(tf.add(tf.fill([maxBufferSize / 4 + 1024], 1), 1)));
      try {
        return (await sum.data())[0];
      } finally {
        sum.dispose();
      }
    });
  await expect(tooLarge()).rejects.toThrow(
    /^backend "webgpu" failed: .*size.*; try a smaller fleet \(.*\) or another backend; available here: .*wasm, cpu$/,
  );
  expect(await gpu.exclusively(async () => [...(await tf.ones([2]).data())])).toEqual([1, 1]);
});
