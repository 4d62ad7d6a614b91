import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { clock, emaWeight, hazardForStep, rateForStep, SECONDS_PER_DAY } from "../../sim/core/clock.ts";
import { demand } from "../../sim/demand/index.ts";
import { stay } from "../../sim/epoch/stay.ts";
import { draw } from "../../sim/core/random.ts";
import { status } from "../../sim/membership/contract.ts";
import { membership } from "../../sim/membership/index.ts";
import { auditsPerMiner, validatorsWhoBreakEven } from "../../sim/theory/validatorExit.ts";
import { genesis } from "../../sim/world.ts";
import { armsOfFile, SMALL } from "../support/play.ts";
import { memberInput, standing } from "../support/members.ts";
import { asked } from "../support/customers.ts";
import { customerChecks } from "./customerForms.ts";
import { marketChecks } from "./marketForms.ts";
import { settlementChecks } from "./settlementForms.ts";
import { taperChecks } from "./taperForms.ts";
import { tokenChecks } from "./tokenForms.ts";
import { trustChecks } from "./trustForms.ts";

const folder = new URL("../vectors/closedForms/", import.meta.url);
interface Form {
  readonly id: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly parameters: any;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly expected: any;
}
const forms = readdirSync(folder).map((name) => JSON.parse(readFileSync(new URL(name, folder), "utf8")) as Form);

const week = clock(12, 50_400, 365 * SECONDS_PER_DAY);
const context = { clock: week, seed: 1 };
const relative = (actual: number, expected: number, tolerance = 1e-9) =>
  expect(Math.abs(actual / expected - 1)).toBeLessThan(tolerance);

/** The membership rule with everything off that is not named. */
const profitDriven = (wish: Record<string, number>) =>
  membership.build(
    {
      kind: "profitDriven",
      incomeMemory: 1,
      deliveryLag: 0,
      adjustment: 1e9,
      hurdle: 0,
      hopeless: 1e9,
      depreciation: 0,
      expectations: "adaptive",
      ...wish,
    } as never,
    context,
  );

const checks: Record<string, (form: Form) => void> = {
  ...customerChecks,
  ...marketChecks,
  ...settlementChecks,
  ...taperChecks,
  ...tokenChecks,
  ...trustChecks,

  "step-invariance": ({ parameters: p, expected: e }) => {
    relative(emaWeight(SECONDS_PER_DAY, p.tauDays * SECONDS_PER_DAY), e.emaWeightDay);
    relative(emaWeight(7 * SECONDS_PER_DAY, p.tauDays * SECONDS_PER_DAY), e.emaWeightWeek);
    relative(emaWeight(360 * 12, p.tauDays * SECONDS_PER_DAY), e.emaWeight360Blocks);
    relative(rateForStep(p.annualRate, 1), e.rateDay);
    relative(rateForStep(p.annualRate, 7), e.rateWeek);
    relative(hazardForStep(p.annualHazard, 1), e.hazardDay);
    relative(hazardForStep(p.annualHazard, 7), e.hazardWeek);
  },

  "expectation-lag-exit": ({ parameters: p, expected: e }) => {
    const rule = membership.build(
      {
        kind: "profitDriven",
        incomeMemory: -week.epochSeconds / Math.log1p(-p.emaWeight),
        deliveryLag: 0,
        adjustment: 1e9,
        hurdle: 0,
        hopeless: 1e9,
        depreciation: 0,
        expectations: "adaptive",
      } as never,
      context,
    );
    let world = standing({ feesPerHour: p.incomeBefore });
    let firstBelow = 0;
    for (let epoch = 1; epoch < 40; epoch++) {
      const input = memberInput(world, {
        hours: 100,
        feesUsd: 100 * p.incomeAfter,
        runningPerHour: p.runningCost,
        patienceEpochs: p.patienceEpochs,
      });
      const { standing: next, stopped, incomePerHour } = rule.step(input);
      if (firstBelow === 0 && incomePerHour[0]! < p.runningCost) {
        firstBelow = epoch;
        relative(incomePerHour[0]!, e.emaThere);
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
    relative(before, e.unitsBefore, 0.01);
    relative(after, e.unitsAfterLongRun, 0.01);
    relative(after / before, e.retention, 0.01);
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

  "logit-shares": ({ parameters: p, expected: e }) => {
    // v(b) and the cloud's worth are chosen so that the utilities are those of the example.
    const worth = p.utilityNetwork / p.a + p.priceNetwork;
    const cloudWorth = p.utilityCloud / p.a + p.priceCloud;
    const rule = demand.build(
      {
        kind: "logit",
        segments: [
          {
            id: "all",
            requests: 1,
            growth: 0,
            sensitivity: p.a,
            usdPerSecond: 0,
            belief: 1,
            best: worth,
            useless: 0,
            curvature: 1,
          },
        ],
        cloud: { usdPerRequest: p.priceCloud, quality: cloudWorth / worth, latency: 1 },
        learning: 1,
        trial: 0,
      } as never,
      context,
    );
    const shares = rule.wanted(asked(rule, { beliefs: Float64Array.of(1), usdPerRequest: p.priceNetwork }));
    relative(shares.networkShare[0]!, e.shareNetwork);
    relative(shares.cloudShare[0]!, e.shareCloud);
    relative(shares.nothingShare[0]!, e.shareNothing);
    relative(shares.surplusUsd[0]!, e.surplusUsd);
    // Without the network: a belief so low that nobody would choose it.
    const alone = rule.wanted(asked(rule, { beliefs: Float64Array.of(0), usdPerRequest: 1e6 }));
    relative(shares.surplusUsd[0]! - alone.surplusUsd[0]!, e.surplusLossIfNetworkVanishesUsd);
  },

  "belief-learning": ({ parameters: p, expected: e }) => {
    const rule = demand.build(
      {
        kind: "constant",
        requests: 1,
        worth: { best: 1, useless: 0, curvature: 1 },
        belief: p.beliefAtStart,
        learning: -week.epochSeconds / Math.log1p(-p.learningRate),
      } as never,
      context,
    );
    const after = (beliefs: Float64Array, served: number, experienced: number) =>
      rule.learn({
        ...asked(rule, { beliefs }),
        served: Float64Array.of(served),
        experienced,
        answered: Float64Array.of(served),
        quality: Float64Array.of(experienced),
      }).beliefs;
    let beliefs = rule.openingBeliefs;
    for (let epoch = 0; epoch < p.epochs; epoch++) beliefs = after(beliefs, 1, p.trueQuality);
    relative(beliefs[0]!, e.beliefAfter);
    expect(after(beliefs, 0, NaN)).toEqual(beliefs);
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
};

describe("what the rules settle at equals the closed forms", () => {
  it.each(forms.map((form) => [form.id, form] as const))("%s", (id, form) => {
    expect(Object.keys(checks)).toContain(id);
    checks[id]!(form);
  });
});
