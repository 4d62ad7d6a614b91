import { describe, expect, it, test } from "vitest";
import { clock, SECONDS_PER_DAY } from "../../sim/core/clock.ts";
import type { AtStake, Beliefs } from "../../sim/minerBehaviour/contract.ts";
import { minerBehaviour } from "../../sim/minerBehaviour/index.ts";
import { dailyContext } from "../laws/kinds.ts";

const build = (parameters: Readonly<Record<string, unknown>>, context = dailyContext) =>
  minerBehaviour.build(minerBehaviour.schema.parse({ kind: "adaptive", ...parameters }), context);

/** What two miners of equal incentive see; the first chooses. */
const view = (stakes: AtStake, beliefs: Beliefs) => ({
  self: 0,
  seed: 1,
  epoch: 3,
  incentive: Float64Array.of(0.5, 0.5),
  serving: Uint8Array.of(1, 1),
  operatorIds: ["a", "b"],
  operatorGroups: ["a", "b"],
  stakes,
  beliefs,
});
const honest = { effort: 1, serves: 0 };
const stakes = { trainingUsd: 2, servingUsd: 8, incomeUsd: 30, bondUsd: 10 };

describe("an adaptive miner", () => {
  // Half the training and all answers at half the compute save 1 + 4 = 5 USD; 40 USD are at stake.
  const rule = build({ form: "int8", effort: 0.5 });

  test.each([
    ["is honest where it loses more", 0.5, 0.26, false],
    ["is honest where it makes no difference", 0.5, 0.25, false],
    ["cheats where it gains", 0.5, 0.24, true],
    ["cheats where it is never audited", 0, 1, true],
    ["cheats where audits find nothing", 1, 0, true],
  ])("%s", (_, audits, detection, cheats) => {
    const substitute = { form: "int8", share: 1, epochsOld: 0, compute: 0.5 };
    const cheat = { effort: 0.5, serves: 0, substitute };
    expect(rule.choose(view(stakes, { audits, detection }))).toEqual(cheats ? cheat : honest);
  });

  it("is honest until it knows what its work earns", () => {
    expect(rule.choose(view({ ...stakes, incomeUsd: NaN }, { audits: 0, detection: 0 }))).toEqual(honest);
  });

  it("is held back by a bond where income is not enough", () => {
    const beliefs = { audits: 0.2, detection: 0.5 };
    const of = (bondUsd: number) => rule.choose(view({ ...stakes, bondUsd }, beliefs)).effort;
    expect([0, 19, 21].map(of)).toEqual([0.5, 0.5, 1]);
  });

  it("saves nothing by passing on answers while there is nobody to ask", () => {
    const asks = build({ form: "answers" });
    const alone = { ...view(stakes, { audits: 0, detection: 0 }), serving: Uint8Array.of(1, 0) };
    expect(asks.choose(alone)).toEqual(honest);
    expect(asks.choose({ ...alone, serving: Uint8Array.of(1, 1) }).serves).toBe(1);
  });

  it("learns the audit rate from every epoch, and their power from audited epochs of cheating alone", () => {
    const { opening, learn } = build({ effort: 0, memory: "1 day", audits: 0.5, detection: 0.5 }).experience!;
    const a = 1 - Math.exp(-1);
    const after = (audited: boolean, cheated: boolean, failed: boolean) => learn(opening, { audited, cheated, failed });
    expect(opening).toEqual({ audits: 0.5, detection: 0.5 });
    expect(after(false, true, false).audits).toBeCloseTo(0.5 - a / 2, 12);
    expect(after(false, true, false).detection).toBe(0.5);
    expect(after(true, false, true).audits).toBeCloseTo(0.5 + a / 2, 12);
    expect(after(true, false, true).detection).toBe(0.5);
    expect(after(true, true, true).detection).toBeCloseTo(0.5 + a / 2, 12);
    expect(after(true, true, false).detection).toBeCloseTo(0.5 - a / 2, 12);
  });

  it("forgets as much in a week whatever the length of an epoch", () => {
    const week = { clock: clock(12, 50_400, 365 * SECONDS_PER_DAY), seed: 1 };
    const unaudited = { audited: false, cheated: false, failed: false };
    const [daily, weekly] = [build({ effort: 0 }).experience!, build({ effort: 0 }, week).experience!];
    const afterWeek = Array.from({ length: 7 }).reduce<Beliefs>((held) => daily.learn(held, unaudited), daily.opening);
    expect(weekly.learn(weekly.opening, unaudited).audits).toBeCloseTo(afterWeek.audits, 12);
  });

  it("must have something to cheat with", () => {
    const { success, error } = minerBehaviour.schema.safeParse({ kind: "adaptive" });
    expect(success).toBe(false);
    expect(error!.issues.map(({ path, message }) => [path, message])).toEqual([
      [["effort"], "expected less than 1, or a form: with neither there is nothing to cheat with"],
    ]);
  });
});
