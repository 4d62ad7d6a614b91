import { beforeAll, describe, expect, it } from "vitest";
import { readFlower } from "../../models/data/flower.ts";
import { choose, type Backend } from "../../models/backend/index.ts";
import { mlp } from "../../models/fleet/architectures/mlp.ts";
import { siren } from "../../models/fleet/architectures/siren.ts";
import { newMember } from "../../models/fleet/member.ts";
import { render } from "../../models/tasks/pictureRender.ts";
import { plan, taskOf } from "./world.ts";

let backend: Backend;
beforeAll(async () => {
  backend = await choose("wasm");
});

/** Weights of 2-1-1-1-3 with w0 1 that give a colour which does not depend on the place, or red by the row alone. */
const net = siren([2, 1, 1, 1, 3], 1);

describe("a rendered picture", () => {
  it("has the model's colours from 0 to 255, cut off outside", async () => {
    const weights = new Float32Array(net.parameters);
    weights.set([0.5, 1.25, -0.5], net.parameters - 3); // biases of the last layer
    const { width, height, rgb } = await backend.exclusively(() => render(net, weights, 4));
    expect([width, height, rgb.length]).toEqual([4, 4, 48]);
    for (let pixel = 0; pixel < 16; pixel++) expect([...rgb.subarray(3 * pixel, 3 * pixel + 3)]).toEqual([128, 255, 0]);
  });

  it("runs from left to right and from top to bottom", async () => {
    const { weights } = newMember(net, 3, "m");
    const shape = { x: weights.slice(), y: weights.slice() };
    shape.x[1] = 0; // sees only the column
    shape.y[0] = 0; // sees only the row
    const of = async (which: "x" | "y") => (await backend.exclusively(() => render(net, shape[which], 3))).rgb;
    const [byColumn, byRow] = [await of("x"), await of("y")];
    const at = (rgb: Uint8ClampedArray, column: number, row: number) => [
      ...rgb.subarray(3 * (3 * row + column)).subarray(0, 3),
    ];
    for (const k of [0, 1, 2]) {
      expect(at(byColumn, k, 0)).toEqual(at(byColumn, k, 2));
      expect(at(byRow, 0, k)).toEqual(at(byRow, 2, k));
    }
    expect(at(byColumn, 0, 1)).not.toEqual(at(byColumn, 2, 1));
    expect(at(byRow, 1, 0)).not.toEqual(at(byRow, 1, 2));
  });

  it("refuses a network that draws nothing", async () => {
    const digits = mlp([4, 2, 3], "class");
    await expect(render(digits, new Float32Array(digits.parameters), 4)).rejects.toThrow(
      "render: mlp 4-2-3 goes from 4 numbers to 3; expected 2 to 3",
    );
  });
});

describe("the exhibit of a task", () => {
  it("comes near the photograph, and only where there is something to see", async () => {
    const parameters = { driftTurnsPerYear: 0, initialSteps: 300, side: 16, hidden: 32 };
    const task = taskOf("picture", parameters, { operators: ["a", "b/0"] });
    const learner = await task.start("keep");
    await learner.perform(plan(0, [0, 0]));
    const { width, rgb } = (await task.exhibit!(learner.save(), "b/0"))!;
    const { colours } = await readFlower(width);
    const error = colours.reduce((sum, value, k) => sum + (value - rgb[k]! / 255) ** 2, 0) / colours.length;
    expect(-10 * Math.log10(error)).toBeGreaterThan(15); // the mean colour has 10
    await expect(task.exhibit!(learner.save(), "c")).rejects.toThrow("exhibit: the saved state holds no model of c");
    const weather = taskOf("tabular", { initialSteps: 1 }, { operators: ["a"] });
    expect(await weather.exhibit!((await weather.start("keep")).save(), "a")).toBeUndefined();
  });
});
