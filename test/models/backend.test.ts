import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { BACKENDS, choose, listBackends } from "../../models/backend/index.ts";

describe("backends", () => {
  it("lists every backend, with the reason where one does not work here", async () => {
    const reports = await listBackends();
    expect(reports.map(({ name }) => name)).toEqual([...BACKENDS]);
    for (const name of ["wasm", "cpu"]) expect(reports.find((report) => report.name === name)!.works).toBe(true);
    for (const { works, detail } of reports) if (!works) expect(detail.length).toBeGreaterThan(10);
  });

  it("takes the best that works for auto", async () => {
    const best = (await listBackends()).find(({ works, detail }) => works && !detail.includes("only when named"))!;
    expect((await choose("auto")).name).toBe(best.name);
  });

  it("refuses a named backend that does not work, says why and what would", async () => {
    for (const { name, works } of await listBackends()) {
      if (works) continue;
      await expect(choose(name)).rejects.toThrow(
        new RegExp(`^backend "${name}" is not available: .{10,}; available here: .*wasm, cpu`),
      );
    }
  });

  it("runs on the backend that was chosen, whatever was chosen since", async () => {
    const wasm = await choose("wasm");
    const cpu = await choose("cpu");
    const names = await Promise.all(
      [wasm, cpu, wasm].map((backend) => backend.exclusively(async () => tf.getBackend())),
    );
    expect(names).toEqual(["wasm", "cpu", "wasm"]);
  });

  it("goes on after an error", async () => {
    const cpu = await choose("cpu");
    await expect(cpu.exclusively(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
    expect(await cpu.exclusively(async () => 1)).toBe(1);
  });

  it("leaves the handlers of the process as they were", async () => {
    await choose("wasm");
    const rethrowing = process
      .listeners("unhandledRejection")
      .filter((handler) => /throw/.test(String(handler)) && String(handler).length < 80);
    expect(rethrowing).toEqual([]);
  });
});

describe("matMul of the wasm backend", () => {
  const shapes: [number[], number[], boolean, boolean][] = [
    [[3, 4, 5], [3, 5, 6], false, false],
    [[3, 5, 4], [3, 5, 6], true, false],
    [[3, 4, 5], [3, 6, 5], false, true],
    [[3, 5, 4], [3, 6, 5], true, true],
    [[1, 4, 5], [3, 5, 6], false, false],
    [[3, 4, 5], [1, 5, 6], false, false],
    [[4, 5], [5, 6], false, false],
    [[5, 4], [6, 5], true, true],
    [[2, 3, 4, 5], [2, 3, 5, 1], false, false],
  ];
  it.each(shapes)("is that of cpu: %j by %j, transposed %j %j", async (a, b, transposeA, transposeB) => {
    const results: number[][] = [];
    for (const name of ["wasm", "cpu"] as const) {
      const backend = await choose(name);
      await backend.exclusively(async () => {
        const before = tf.memory().numTensors;
        const numbers = (shape: number[], seed: number) =>
          tf.tensor(
            Float32Array.from({ length: tf.util.sizeFromShape(shape) }, (_, k) => Math.sin(seed + k)),
            shape,
          );
        const product = tf.tidy(() => tf.matMul(numbers(a, 1), numbers(b, 2), transposeA, transposeB));
        results.push([...product.shape, ...(await product.data())]);
        product.dispose();
        expect(tf.memory().numTensors).toBe(before);
      });
    }
    results[0]!.forEach((value, k) => expect(value).toBeCloseTo(results[1]![k]!, 5));
  });
});
