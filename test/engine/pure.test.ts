import { deserialize, serialize } from "node:v8";
import { expect, it } from "vitest";
import { decide } from "../../sim/epoch/decide.ts";
import { settle } from "../../sim/epoch/settle.ts";
import { begin } from "../../sim/run.ts";
import { armsOfFile, SMALL } from "../support/play.ts";

const hidden = [
  "commitReveal=2",
  "mechanisms=[{share: 0.4, scoring: {kind: proportional}, consensus: {kind: yuma}}, " +
    "{share: 0.6, scoring: {kind: softmax}, consensus: {kind: yuma, bonds: yuma3}}]",
];

const full = [
  "maxUids=15",
  "emission.tokensPerBlock=0.08 tokens/block",
  "workload={kind: none}",
  "registration={kind: burn, minNonImmune: 0}",
];

it.each([
  ["one mechanism", []],
  ["two mechanisms and commit-reveal", hidden],
  ["a full subnet with a price for uids", full],
])("decide and settle leave what comes in as it was: %s", async (_, overrides) => {
  const arms = armsOfFile(SMALL, overrides);
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
    expect([again.world, { ...again.tables(["cut"]) }]).toEqual([settled.world, { ...settled.tables(["cut"]) }]);
    world = settled.world;
  }
});
