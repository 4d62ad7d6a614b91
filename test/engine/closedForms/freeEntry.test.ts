/** Where entry and exit settle, played: closed forms `free-entry-identical`, `free-entry-uniform-costs`, `hysteresis-two-stage`. */
import { describe, expect, it } from "vitest";
import type { World } from "../../../sim/world.ts";
import { form, near, within } from "../../support/closedForms.ts";
import { costing, last, minting, miners, network, rulesWith, WEEK_HOURS, weekly } from "./played.ts";

/** Operators who see the last epoch alone, and act at once. */
const quick = (more: string) => `membership={ kind: profitDriven, incomeMemory: 0 s, deliveryLag: 0 s, ${more} }`;

describe("free entry of identical operators [free-entry-identical]", async () => {
  const { parameters: p, expected: e } = form("free-entry-identical");
  const full = p.fullCostUsdPerUnit / WEEK_HOURS;
  // Running cost is half of full cost: after the cut hardware has to wear out before fees cover what is left.
  const rules = rulesWith([
    "duration=16 years",
    weekly(p.feesToOperatorsUsd),
    minting(p.operatorEmissionTokens),
    `price.usdPerToken=${p.tokenPriceUsd}`,
    "taper={ kind: step, at: 8 years }",
    quick("adjustment: 182 days"),
    miners(
      `id: same, count: 700, entrants: 1500, trainShare: 0, ${costing("rtx4090-texas", { full, running: full / 2 })}`,
    ),
  ]);
  const serving = await network(rules, "serving");
  const before = serving[8 * 52]!;

  it("settles where fees and subsidy cover full cost, and after the cut where fees alone do", () => {
    near(before, e.unitsBefore, 0.01);
    near(last(serving), e.unitsAfterLongRun, 0.01);
  });

  it("keeps fee coverage, though only years after the cut", () => {
    near(last(serving) / before, e.retention, 0.01);
    expect(serving[9 * 52]! / before).toBeGreaterThan(1.2 * e.retention);
  });
});

describe("free entry at unequal costs [free-entry-uniform-costs]", () => {
  const { parameters: p, expected: e } = form("free-entry-uniform-costs");
  const full = 1 / WEEK_HOURS;
  // All but a thousandth of cost can be avoided, so that whoever loses leaves at once and may come back.
  const cost = { full, running: 0.999 * full, least: p.costLow, most: p.costHigh };

  it.each([1, 2, 3])("settles at the unit that earns its cost, before and after the cut, seed %i", async (seed) => {
    const rules = rulesWith([
      `seed=${seed}`,
      "duration=6 years",
      weekly(p.valueAfterUsd),
      minting(p.valueBeforeUsd - p.valueAfterUsd),
      "taper={ kind: step, at: 3 years }",
      quick("adjustment: 28 days, hopeless: 50 years"),
      miners(
        `id: some, count: 1, entrants: ${p.kMax - 1}, trainShare: 0, patience: 7 days, ${costing("rtx4090-texas", cost)}`,
      ),
    ]);
    const serving = await network(rules, "serving");
    near(serving[3 * 52 - 1]!, e.unitsBefore, 0.01);
    near(last(serving), e.unitsAfter, 0.01);
    near(last(serving) / serving[3 * 52 - 1]!, e.retention, 0.01);
    // Neither the fee share of income nor coverage of average cost tells who stays.
    expect(Math.abs(last(serving) / serving[3 * 52 - 1]! - 0.4)).toBeGreaterThan(0.1);
  });
});

describe("the two stages after a cut [hysteresis-two-stage]", () => {
  const { parameters: p, expected: e } = form("hysteresis-two-stage");
  const UNITS = 1560;
  const CUT = 4;
  const full = p.fullCostUsdPerHour;
  const fees = p.feeCoverageFullCostBefore * full * WEEK_HOURS * UNITS;
  const subsidy = (1 - p.feeCoverageFullCostBefore) * full * WEEK_HOURS * UNITS;
  const golden = (Math.sqrt(5) - 1) / 2;
  /** Ages evenly over the life of hardware, in an order that says nothing of them. */
  const evenAges = (world: World): World => ({
    ...world,
    operators: {
      ...world.operators,
      ageDays: Float64Array.from({ length: UNITS }, (_, o) => (((o + 1) * golden) % 1) * p.lifeYears * 365),
    },
  });

  /** Share that serves, by weeks since the cut, of a network at zero profit before it. */
  async function survivors(hopeless: string): Promise<(week: number) => number> {
    const rules = rulesWith([
      `duration=${CUT + 52 * 4} weeks`,
      weekly(fees),
      minting(subsidy * (1 + 1e-9)),
      `taper={ kind: step, at: ${CUT} weeks }`,
      quick(`hopeless: ${hopeless}`),
      miners(
        `id: same, count: ${UNITS}, trainShare: 0, patience: 0 days, ${costing("rtx4090-texas", { full, running: p.runningCostUsdPerHour })}`,
      ),
    ]);
    const serving = await seenAfter(rules);
    expect(serving.slice(0, CUT + 1)).toEqual(new Array(CUT + 1).fill(UNITS));
    return (week) => serving[CUT + week]! / UNITS;
  }
  const seenAfter = (rules: ReturnType<typeof rulesWith>) => network(rules, "serving", evenAges);

  it("who cannot pay for power is scrapped: impact, a year, the long run", async () => {
    const after = await survivors("0 s");
    within(after(1), e.impact, 0.01);
    within(after(52), e.afterOneYearUniformAges, 0.01);
    within(after(Math.round(52 * e.yearsToLongRunUniformAges) + 1), e.longRun, 0.01);
    within(after(52 * 4 - 1), e.longRun, 0.01);
  });

  it("who is switched off may start again: the stock that is left serves, down to the long run", async () => {
    const after = await survivors("100 years");
    within(after(1), e.impact, 0.01);
    within(after(52), Math.max(e.longRun, Math.min(e.impact, 1 - 1 / p.lifeYears)), 0.01);
    within(after(52 * 4 - 1), e.longRun, 0.01);
  });
});
