import { describe, expect, it, test } from "vitest";
import { evidence, expectShare, judge, miners, pairs, planOf, rule } from "./judged.ts";

test("a committee of 3 from 5 validators is wrong where 2 of them collude and both sit in it", () => {
  const of = rule({ kind: "committee", members: 3, p: 1, colluding: ["small"] });
  let wrong = 0;
  let checks = 0;
  for (let epoch = 0; epoch < 50; epoch++) {
    const plan = planOf(of, epoch);
    const cheats = Object.fromEntries(miners.map((_, j) => [j, { difference: j % 2 }]));
    const { failed } = judge(of, plan, cheats, { epoch });
    for (let k = 0; k < failed.length; k += 3) {
      expect(plan.miners.slice(k, k + 3)).toEqual(new Int32Array(3).fill(plan.miners[k]!));
      wrong += failed[k] === plan.miners[k]! % 2 ? 0 : 1;
      checks++;
    }
  }
  expect(checks).toBe(50 * miners.length);
  expectShare(wrong, checks, 3 / 10);
});

describe("a committee's check", () => {
  const bench = pairs([0, 4], [1, 4], [2, 4]);
  const cheat = { 4: { difference: 1 } };

  it("is one strike and one part of the bond, however many ran it", () => {
    const of = rule({ kind: "committee", bond: "100 USD", slash: 0.4, strikes: 2, rewardShare: 0.3 });
    const first = judge(of, bench, cheat, { epoch: 1 });
    expect([first.slashedUsd[4], first.memory, [...first.failed]]).toEqual([0, [4, 1, 1], [1, 1, 1]]);
    const second = judge(of, bench, cheat, { epoch: 2, memory: first.memory });
    expect([second.slashedUsd[4], second.memory, second.checks]).toEqual([40, [], 3]);
    expect([...second.rewardUsd]).toEqual([4, 4, 4, 0, 0]);
  });

  it("is appealed once, and in vain where one member saw another model", () => {
    const of = rule({ kind: "committee", bond: "100 USD", falsePositive: 1, appeal: "2 USD" });
    const honest = judge(of, bench);
    expect([honest.minerUsd[4], honest.slashedUsd[4], honest.checks]).toEqual([2, 0, 4]);
    const seen = evidence(bench, {});
    seen.difference[1] = 1;
    const partly = judge(of, bench, {}, { evidence: seen });
    expect([partly.minerUsd[4], partly.slashedUsd[4], [...partly.failed]]).toEqual([0, 100, [1, 1, 1]]);
  });

  it("is voted on for itself, so that faulty hardware fails as many in a week of one epoch as in one of seven", () => {
    const of = rule({ kind: "committee", falsePositive: 0.2, strikes: 1000, bond: "1 USD" });
    const failedIn = (days: number, of7: number) => {
      const plan = { ...bench, checks: new Int32Array(3).fill(days) };
      let failed = 0;
      for (let epoch = 0; epoch < of7; epoch++) failed += judge(of, plan, {}, { epoch }).memory[2] ?? 0;
      return failed;
    };
    const wrong = 3 * 0.2 ** 2 * 0.8 + 0.2 ** 3;
    expectShare(failedIn(1, 2800), 2800, wrong);
    expectShare(failedIn(7, 400), 2800, wrong);
  });
});
