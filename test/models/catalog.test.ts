import { expect, it } from "vitest";
import { trainedTasks } from "../../models/catalog.ts";
import { slot } from "../../sim/core/slot.ts";
import type { Task } from "../../sim/task/contract.ts";
import { digitsTask } from "./world.ts";

/** TensorFlow.js announces itself here when it is loaded. */
const loaded = () => "_tfengine" in globalThis;

it("reads and builds a trained task without loading a tensor library", async () => {
  const tasks = slot<Task>([...trainedTasks]);
  expect(tasks.schema.parse({ kind: "digits" })).toMatchObject({ kind: "digits", side: 14, hidden: 32 });
  expect(tasks.schema.safeParse({ kind: "digits", sides: 14 }).success).toBe(false);
  expect(tasks.schema.safeParse({ kind: "digits", side: 15 }).success).toBe(false);
  digitsTask({}, { operators: ["a"] });
  expect(loaded()).toBe(false);
  await import("../../models/backend/index.ts");
  expect(loaded()).toBe(true);
});
