import { deserialize, serialize } from "node:v8";
import { expect, it } from "vitest";
import { decide } from "../../sim/epoch/decide.ts";
import { settle } from "../../sim/epoch/settle.ts";
import { begin } from "../../sim/run.ts";
import { armsOfFile, SMALL } from "../support/play.ts";

it("decide and settle leave what comes in as it was", async () => {
  const arms = armsOfFile(SMALL);
  const { name, rules } = arms.arms[0]!;
  const opening = await begin(arms);
  const learner = await rules.task.load(opening.learner, name);
  let world = opening.world;
  for (let epoch = 0; epoch < 40; epoch++) {
    const before = deserialize(serialize(world)) as typeof world;
    const plan = decide(rules, world);
    expect(world).toEqual(before);
    const work = await learner.perform(plan.work);
    const copies = [plan, work].map((value) => deserialize(serialize(value)) as unknown);
    const settled = settle(rules, world, plan, work);
    expect([world, plan, work]).toEqual([before, ...copies]);
    const again = settle(rules, before, copies[0] as typeof plan, copies[1] as typeof work);
    expect([again.world, again.rows("cut")]).toEqual([settled.world, settled.rows("cut")]);
    world = settled.world;
  }
});
