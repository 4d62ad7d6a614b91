/** Closed forms of operators and of time, checked on the membership rule, on what validators decide and on the clock. */
import { expect } from "vitest";
import { clock, emaWeight, hazardForStep, rateForStep, SECONDS_PER_DAY } from "../../../../sim/core/clock.ts";
import { draw } from "../../../../sim/core/random.ts";
import { stay } from "../../../../sim/epoch/stay.ts";
import { status } from "../../../../sim/membership/contract.ts";
import { membership } from "../../../../sim/membership/index.ts";
import { auditsPerMiner, validatorsWhoBreakEven } from "../../../../sim/theory/validatorExit.ts";
import { genesis } from "../../../../sim/world.ts";
import { near, rulesSettle } from "../../../support/closedForms.ts";
import { memberInput, profitDriven, standing } from "../../../support/members.ts";
import { armsOfFile, SMALL } from "../../../support/play.ts";

const week = clock(12, 50_400, 365 * SECONDS_PER_DAY);
const context = { clock: week, seed: 1 };

rulesSettle({
  "step-invariance": ({ parameters: p, expected: e }) => {
    near(emaWeight(SECONDS_PER_DAY, p.tauDays * SECONDS_PER_DAY), e.emaWeightDay);
    near(emaWeight(7 * SECONDS_PER_DAY, p.tauDays * SECONDS_PER_DAY), e.emaWeightWeek);
    near(emaWeight(360 * 12, p.tauDays * SECONDS_PER_DAY), e.emaWeight360Blocks);
    near(rateForStep(p.annualRate, 1), e.rateDay);
    near(rateForStep(p.annualRate, 7), e.rateWeek);
    near(hazardForStep(p.annualHazard, 1), e.hazardDay);
    near(hazardForStep(p.annualHazard, 7), e.hazardWeek);
  },

  "expectation-lag-exit": ({ parameters: p, expected: e }) => {
    const rule = profitDriven({ incomeMemory: -week.epochSeconds / Math.log1p(-p.emaWeight) });
    let world = standing({ feesPerHour: p.incomeBefore });
    let firstBelow = 0;
    for (let epoch = 1; epoch < 40; epoch++) {
      const input = memberInput(world, {
        hours: 100,
        feesUsd: 100 * p.incomeAfter,
        runningPerHour: p.runningCost,
        patienceEpochs: p.patienceEpochs,
      });
      const { standing: next, stopped, incomePerHour } = rule.step({ ...input, epoch: 1000 + epoch });
      if (firstBelow === 0 && incomePerHour[0]! < p.runningCost) {
        firstBelow = epoch;
        near(incomePerHour[0]!, e.emaThere);
      }
      if (stopped.length > 0) {
        expect([firstBelow, epoch]).toEqual([e.firstEpochBelow, e.exitEpoch]);
        return;
      }
      world = next;
    }
    throw new Error("never stopped");
  },

  "hysteresis-two-stage": ({ parameters: p, expected: e }) => {
    // 3,000 alike operators of mixed ages share fees that cover 40 percent of full cost; leavers are scrapped for good.
    const n = 3000;
    const hours = 8760 / 52;
    const pot = n * hours * p.feeCoverageFullCostBefore * p.fullCostUsdPerHour;
    const rule = profitDriven({ hopeless: 0, incomeMemory: 0 });
    let world = {
      ...standing({ n, feesPerHour: p.fullCostUsdPerHour }),
      ageDays: Float64Array.from({ length: n }, (_, o) => draw(1, "age", 0, String(o)) * p.lifeYears * 365),
    };
    const owned: number[] = [];
    for (let week = 0; week < 52 * p.lifeYears; week++) {
      const serving = world.status.reduce((count, s) => count + (s === status.serving ? 1 : 0), 0);
      const input = memberInput(world, {
        hours,
        feesUsd: pot / serving,
        runningPerHour: p.runningCostUsdPerHour,
        fullPerHour: p.fullCostUsdPerHour,
        lifeDays: p.lifeYears * 365,
        epochDays: 365 / 52,
      });
      world = rule.step({ ...input, epoch: week }).standing as typeof world;
      owned.push(world.status.reduce((count, s) => count + (s === status.serving ? 1 : 0), 0) / n);
    }
    // A week of wear is inside the reading.
    expect(Math.abs(owned[0]! - e.impact)).toBeLessThan(0.01 + 1 / 156);
    expect(Math.abs(owned[51]! - e.afterOneYearUniformAges)).toBeLessThan(0.01);
    expect(Math.abs(owned[52 * p.lifeYears - 1]! - e.longRun)).toBeLessThan(0.01);
  },

  "free-entry-identical": ({ parameters: p, expected: e }) => {
    // Fees and a subsidy shared by all who serve, running cost as high as full cost: both sides settle at zero profit.
    const settledAt = (subsidyUsd: number) => {
      const n = 1500;
      const rule = profitDriven({ hopeless: 0, incomeMemory: 0, deliveryLag: 0, adjustment: 26 * week.epochSeconds });
      const half = standing({ n, feesPerHour: 1 });
      let world = { ...half, status: half.status.map((_, o) => (o < 700 ? status.serving : status.candidate)) };
      for (let epoch = 0; epoch < 400; epoch++) {
        const serving = world.status.reduce((count, s) => count + (s === status.serving ? 1 : 0), 0);
        const input = memberInput(world, {
          hours: 1,
          feesUsd: (p.feesToOperatorsUsd + subsidyUsd) / serving,
          runningPerHour: p.fullCostUsdPerUnit,
          fullPerHour: p.fullCostUsdPerUnit,
        });
        world = rule.step({ ...input, epoch }).standing as typeof world;
      }
      return world.status.reduce((count, s) => count + (s === status.serving ? 1 : 0), 0);
    };
    const subsidy = p.tokenPriceUsd * p.operatorEmissionTokens;
    const [before, after] = [settledAt(subsidy), settledAt(0)];
    near(before, e.unitsBefore, 0.01);
    near(after, e.unitsAfterLongRun, 0.01);
    near(after / before, e.retention, 0.01);
  },

  "entry-lag-stability": ({ parameters: p, expected: e }) => {
    const warnings = (lag: number, gain: number) =>
      membership.build(
        {
          kind: "profitDriven",
          incomeMemory: 1,
          deliveryLag: lag * week.epochSeconds,
          adjustment: -week.epochSeconds / Math.log1p(-gain),
          hurdle: 0,
          hopeless: 1,
          expectations: "adaptive",
        } as never,
        context,
      ).warnings;
    p.deliveryLagEpochs.forEach((lag: number, k: number) => {
      const bound = e.largestStableGain[k];
      if (bound >= 1) return expect(warnings(lag, 0.999)).toEqual([]);
      expect(warnings(lag, bound - 1e-6)).toEqual([]);
      expect(warnings(lag, bound + 1e-6)[0]).toContain("entry reacts too fast");
    });
  },

  "validator-exit": ({ parameters: p, expected: e }) => {
    const break_even = (feeShare: number, emissionTokens: number) => {
      const { rules } = armsOfFile(SMALL, [
        "discountRate=0",
        "participants.follower.count=1",
        "participants.validator.count=20",
        "participants.validator.patience=0 days",
        "participants.follower.patience=0 days",
        "maxUids=64",
      ]).arms[0]!;
      let world = genesis(rules);
      const pot = p.tokenPriceUsd * emissionTokens + feeShare * p.revenueUsd;
      for (let epoch = 0; epoch < 30; epoch++) {
        const working = world.validators.working;
        const n = working.reduce((a, b) => a + b, 0);
        const income = Float64Array.from(working, (w) => (w ? pot / n : 0));
        const cost = Float64Array.from(working, (w) => (w ? p.costUsdPerValidator : 0));
        world = { ...world, validators: { ...world.validators, ...stay(rules, world, income, cost, 1) } };
      }
      return world.validators.working.reduce((a, b) => a + b, 0);
    };
    expect(break_even(p.feeShareToValidators, p.validatorEmissionTokens)).toBe(e.validatorsBefore);
    expect(break_even(p.feeShareToValidators, 0)).toBe(e.validatorsAfter);
    expect(break_even(0, 0)).toBe(e.validatorsAfterWithoutFeeShare);
    const after = { ...p, validatorEmissionTokens: 0 };
    expect(validatorsWhoBreakEven(p)).toBe(e.validatorsBefore);
    expect(validatorsWhoBreakEven(after)).toBe(e.validatorsAfter);
    expect(validatorsWhoBreakEven({ ...after, feeShareToValidators: 0 })).toBe(e.validatorsAfterWithoutFeeShare);
    expect(auditsPerMiner(e.validatorsBefore, p.auditsPerValidator, p.miners)).toBe(e.auditsPerMinerBefore);
    expect(auditsPerMiner(e.validatorsAfter, p.auditsPerValidator, p.miners)).toBe(e.auditsPerMinerAfter);
  },
});
