/** A scenario whose curve was fitted: what it does, and what reports say of it. */
import { describe, expect, it, test } from "vitest";
import { fittedWarnings } from "../../reports/fit/told.ts";
import { clock, SECONDS_PER_DAY } from "../../sim/core/clock.ts";
import { curve } from "../../sim/task/curve.ts";
import { manifest } from "./synthetic.ts";

describe("a curve that was fitted", () => {
  const fitted = {
    from: [
      { name: "a", hash: "0123456789abcdef".repeat(4) },
      { name: "b", hash: "f".repeat(64) },
    ],
    task: "digits",
    backend: "wasm",
    miners: 26,
    transitions: 1152,
    stepsPerDay: 10,
    trained: [0, 15],
    r2: 0.635,
    residual: 0.0099,
    pathResidual: 0.0126,
    intervals: { catchUp: [0.056, 0.098], drift: [-0.0002, 0.0007] },
  };

  it("is told by reports: from what, and how well", () => {
    const about = { ...manifest(), scenario: { task: { kind: "curve", fitted } } };
    expect(fittedWarnings(about)).toEqual([
      "Quality is fitted, not trained: a curve through 1,152 epochs of 26 miners that learnt digits on wasm in a (scenario 0123456789ab) " +
        "and b (scenario ffffffffffff). It tells 64% of the change of their quality, within 0.0099 an epoch ahead and 0.0126 over whole " +
        "paths; 95% intervals: catchUp per day 0.056 to 0.098, drift per day -0.0002 to 0.0007. They trained 0 to 15 steps a day; " +
        "beyond that it is a guess.",
    ]);
    expect(fittedWarnings({ ...about, scenario: { task: { kind: "curve" } } })).toEqual([]);
  });

  it("counts effort in the steps that it was fitted to, whatever the scenario's reference", async () => {
    const after = async (referenceSteps: number, more: object) => {
      const task = curve.build(curve.schema.parse({ kind: "curve", opening: 0.3, ...more }), {
        clock: clock(12, 7200 * 7, 364 * SECONDS_PER_DAY),
        seed: 1,
        operatorIds: ["m"],
        validatorIds: [],
        referenceSteps,
        environment: {},
      });
      const audits = { validators: new Int32Array(0), miners: new Int32Array(0) };
      const plan = { epoch: 0, day: 7, serving: Uint8Array.of(1), serves: Int32Array.of(0), audits };
      return (await (await task.start("cut")).perform({ ...plan, steps: Int32Array.of(35) })).quality[0];
    };
    expect(await after(1000, { fitted })).toBe(await after(70, {}));
    expect(await after(1000, { fitted })).not.toBe(await after(1000, {}));
  });

  test.each([
    [{ from: [] }, "from", "expected one run or more"],
    [{ from: [{ name: "a", hash: "12" }] }, "from.0.hash", "expected the 64 hexadecimal digits of a scenario's hash"],
    [{ r2: 1.2 }, "r2", "expected a number up to 1"],
    [{ trained: [1] }, "trained", "expected two numbers of steps a day: least, most"],
    [{ stepsPerDay: 0 }, "stepsPerDay", "expected a number above 0"],
    [{ intervals: { catchUp: 0.1 } }, "intervals.catchUp", "expected two numbers: low, high"],
  ])("is refused where it does not say so properly: %j", (wrong, path, message) => {
    const { error } = curve.schema.safeParse({ kind: "curve", fitted: { ...fitted, ...wrong } });
    expect(error!.issues.map((issue) => [issue.path.join("."), issue.message])).toEqual([[`fitted.${path}`, message]]);
  });
});
