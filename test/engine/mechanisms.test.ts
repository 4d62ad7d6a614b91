import { describe, expect, it } from "vitest";
import { entryOf } from "../../sim/core/matrix.ts";
import { decide } from "../../sim/epoch/decide.ts";
import { settle } from "../../sim/epoch/settle.ts";
import { begin, run } from "../../sim/run.ts";
import { maxUpscale } from "../../sim/subnet/submission.ts";
import { genesis, type MechanismState, type World } from "../../sim/world.ts";
import { armsOfFile, column, playSmall, SMALL } from "../support/play.ts";

/** Nobody comes or goes and nobody looks at incentive, so that mechanisms judge the same work whatever they pay. */
const still = [
  "membership={kind: fixed}",
  "duration=12 weeks",
  "taper.at=8 weeks",
  "participants.copier.behaviour={kind: honest}",
  ...["validator", "follower"].map((id) => `participants.${id}.patience=520 weeks`),
];
const one = "{kind: softmax, temperature: 0.15}, consensus: {kind: yuma}";
const other = "{kind: proportional, memory: 21 days}, consensus: {kind: weightedMean}";
const mechanisms = (...list: readonly (readonly [number, string])[]) =>
  `mechanisms=[${list.map(([share, rules]) => `{share: ${share}, scoring: ${rules}}`).join(", ")}]`;

async function lastStates(...overrides: string[]): Promise<readonly MechanismState[]> {
  const arms = armsOfFile(SMALL, overrides);
  let states: readonly MechanismState[] = [];
  for await (const { world } of run(arms, await begin(arms))) states = world.subnets[0]!.mechanisms;
  return states;
}

describe("mechanisms", () => {
  it("that are equal give what one gives, in every column", async () => {
    const [alone, twice] = [await playSmall(), await playSmall(mechanisms([0.5, one], [0.5, one]))];
    expect(twice).toEqual(alone);
    expect(alone["epochs"]!.length).toBe(2 * 52);
  });

  it("that differ give the mean of what each gives alone, by their shares", async () => {
    const honest = [...still, "participants.follower.behaviour={kind: honest}"];
    const share = 0.3;
    const [both, first, second] = [
      await playSmall(...honest, mechanisms([share, one], [1 - share, other])),
      await playSmall(...honest, mechanisms([1, one])),
      await playSmall(...honest, mechanisms([1, other])),
    ];
    const columns = { miners: ["incentive", "consensusWeight", "payTokens"], validators: ["dividend", "payTokens"] };
    for (const [table, names] of Object.entries(columns)) {
      for (const name of names) {
        const [mixed, a, b] = [both, first, second].map((rows) => column(rows, "keep", name, table));
        expect(mixed!.length).toBe(table === "miners" ? 12 * 12 : 12 * 3);
        mixed!.forEach((value, k) => expect(value).toBeCloseTo(share * a![k]! + (1 - share) * b![k]!, 9));
        expect(a).not.toEqual(b);
      }
    }
  });

  it("each have their own memory and published consensus", async () => {
    const [a, b] = await lastStates(...still, mechanisms([0.3, one], [0.7, other]));
    expect(a!.memory["quality"]!.data).not.toEqual(b!.memory["quality"]!.data);
    expect(a!.bonds.value).not.toEqual(b!.bonds.value);
    expect(a!.consensusWeight).not.toEqual(b!.consensusWeight);
  });

  it("each have the copier set what that one published", async () => {
    const arms = armsOfFile(SMALL, [...still, "commitReveal=1", mechanisms([0.3, one], [0.7, other])]);
    const follower = 2;
    let before: readonly MechanismState[] = [];
    for await (const { world } of run(arms, await begin(arms))) {
      const { operatorUid, mechanisms: states } = world.subnets[0]!;
      if (world.epoch === 6)
        for (const [m, { commits }] of states.entries()) {
          const { rows } = commits.at(-1)!;
          const published = maxUpscale(before[m]!.consensusWeight);
          expect([...operatorUid].map((uid) => entryOf(rows, follower, uid))).toEqual([...published]);
        }
      before = states;
    }
    expect(before[0]!.consensusWeight).not.toEqual(before[1]!.consensusWeight);
  });

  it("that find nobody in an epoch leave what they published last", async () => {
    const forgetful = "{kind: proportional}, consensus: {kind: yuma}";
    const { name, rules } = armsOfFile(SMALL, [...still, mechanisms([0.3, one], [0.7, forgetful])]).arms[0]!;
    const learner = await rules.task.start(name);
    const played = async (world: World, found?: number) => {
      const plan = decide(rules, world);
      const work = await learner.perform(plan.work);
      return settle(rules, world, plan, found === undefined ? work : { ...work, found: work.found.map(() => found) })
        .world;
    };
    const before = await played(await played(genesis(rules)));
    const [was, is] = [before, await played(before, 0)].map(({ subnets }) => subnets[0]!.mechanisms);
    // Softmax pays all alike where nothing is any good; the other gives no weight.
    expect(is![0]!.consensusWeight).not.toEqual(was![0]!.consensusWeight);
    expect(is![1]!.consensusWeight).toEqual(was![1]!.consensusWeight);
    expect(is![1]!.consensusWeight.some((weight) => weight > 0)).toBe(true);
  });

  it("alone in a list are the rule that stands by itself", async () => {
    expect(await playSmall(mechanisms([1, one]), ...still)).toEqual(await playSmall(...still));
  });
});
