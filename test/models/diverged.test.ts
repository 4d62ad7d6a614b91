import { expect, it } from "vitest";
import { plan, taskOf } from "./world.ts";

it("a training that diverges until its answers are no numbers is refused, by the name of the miner", async () => {
  const small = { hidden: 8, batch: 8, initialSteps: 0, shardSize: 500, learningRate: 1e30 };
  const learner = await taskOf("regression", small, { operators: ["a", "b"] }).start("cut");
  await learner.perform(plan(0, [0, 0]));
  await expect(learner.perform(plan(1, [0, 9]))).rejects.toThrow(
    "task regression: in epoch 1 the quality of b is NaN; its training diverged, expected a learningRate below 1e+30",
  );
});
