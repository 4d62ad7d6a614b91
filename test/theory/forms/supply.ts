/** Closed forms of entry, exit, hardware and the contest for pay. */
import { emaWeight, hazardForStep, rateForStep, SECONDS_PER_DAY } from "../../../sim/core/clock.ts";
import { lastPurchaseYears, presentValue, zeroProfitMargin } from "../../../sim/theory/announcedCut.ts";
import { breakEvenDemandMultiple, breakEvenTokenPrice, breakEvenUtilisation } from "../../../sim/theory/breakEvens.ts";
import { firstYearCapitalPerHour, hourlyCost } from "../../../sim/theory/capital.ts";
import { largestMonotoneGain, largestStableGain } from "../../../sim/theory/entryStability.ts";
import { exitEpoch, expectedIncome, firstEpochBelow } from "../../../sim/theory/expectationLag.ts";
import { coverageOfAverageCost, freeEntry, marginalCost, unitsThatStay } from "../../../sim/theory/freeEntry.ts";
import {
  coverageForNoImpact,
  impact,
  longRun,
  survivorsAfter,
  yearsToLongRun,
} from "../../../sim/theory/hysteresis.ts";
import { learnedCost, learningExponent } from "../../../sim/theory/learningByDoing.ts";
import { auditsPerMiner, validatorsWhoBreakEven } from "../../../sim/theory/validatorExit.ts";
import type { Values } from "./form.ts";

const SECONDS_PER_BLOCK = 12;

export const supplyForms: Values = {
  "free-entry-identical": (p) => {
    const found = freeEntry({
      feesUsd: p.feesToOperatorsUsd,
      subsidyUsd: p.tokenPriceUsd * p.operatorEmissionTokens,
      fullCostUsd: p.fullCostUsdPerUnit,
      outsideUsd: p.outsideOption,
    });
    return {
      unitsBefore: found.before,
      unitsAfterLongRun: found.after,
      retention: found.retention,
      feeCoverageFullCost: found.coverage,
      subsidyDependence: found.subsidyDependence,
    };
  },

  "hysteresis-two-stage": (p) => {
    const costs = {
      coverage: p.feeCoverageFullCostBefore,
      fullPerHour: p.fullCostUsdPerHour,
      runningPerHour: p.runningCostUsdPerHour,
      lifeYears: p.lifeYears,
    };
    const random = { scrapping: "random", restart: false } as const;
    const ages = { scrapping: "uniformAges", restart: false } as const;
    return {
      impact: impact(costs),
      longRun: longRun(costs),
      coverageForNoImpact: coverageForNoImpact(costs),
      afterOneYearRandomScrapping: survivorsAfter(costs, random, 1),
      afterOneYearUniformAges: survivorsAfter(costs, ages, 1),
      yearsToLongRunRandomScrapping: yearsToLongRun(costs, random),
      yearsToLongRunUniformAges: yearsToLongRun(costs, ages),
    };
  },

  "free-entry-uniform-costs": (p) => {
    const costs = { units: p.kMax, low: p.costLow, high: p.costHigh };
    const [before, after] = [unitsThatStay(costs, p.valueBeforeUsd), unitsThatStay(costs, p.valueAfterUsd)];
    return {
      unitsBefore: before,
      unitsAfter: after,
      retention: after / before,
      marginalCostBefore: marginalCost(costs, p.valueBeforeUsd),
      feeCoverageOnAverageCost: coverageOfAverageCost(costs, p.valueAfterUsd, p.valueBeforeUsd),
    };
  },

  "expectation-lag-exit": (p) => {
    const fall = { before: p.incomeBefore, after: p.incomeAfter, weight: p.emaWeight };
    const first = firstEpochBelow(fall, p.runningCost)!;
    return {
      firstEpochBelow: first,
      emaThere: expectedIncome(fall, first),
      exitEpoch: exitEpoch(fall, p.runningCost, p.patienceEpochs),
    };
  },

  "step-invariance": (p) => {
    const tau = p.tauDays * SECONDS_PER_DAY;
    return {
      emaWeightDay: emaWeight(SECONDS_PER_DAY, tau),
      emaWeightWeek: emaWeight(7 * SECONDS_PER_DAY, tau),
      emaWeight360Blocks: emaWeight(360 * SECONDS_PER_BLOCK, tau),
      rateDay: rateForStep(p.annualRate, 1),
      rateWeek: rateForStep(p.annualRate, 7),
      hazardDay: hazardForStep(p.annualHazard, 1),
      hazardWeek: hazardForStep(p.annualHazard, 7),
    };
  },

  "entry-lag-stability": (p) => ({
    largestStableGain: p.deliveryLagEpochs.map(largestStableGain),
    largestMonotoneGainLag1: largestMonotoneGain(1),
  }),

  "announced-cut-last-purchase": (p) => {
    const purchase = {
      discountRate: p.discountRateContinuous,
      capexUsd: p.capexUsd,
      salvageUsd: p.salvageUsd,
      lifeYears: p.lifeYears,
      marginBefore: p.marginBeforeUsdPerYear,
      marginAfter: p.marginAfterUsdPerYear,
    };
    return {
      purchasesStopYearsBeforeCut: lastPurchaseYears(purchase),
      netPresentValueWithoutCut: presentValue(purchase, p.lifeYears),
      netPresentValueAtCut: presentValue(purchase, 0),
      zeroProfitMarginUsdPerYear: zeroProfitMargin(purchase),
    };
  },

  "capital-recovery": (p) => {
    const unit = { ...p, maintenanceShare: p.maintenanceShareOfCapexPerYear };
    const cost = hourlyCost(unit);
    const declining = firstYearCapitalPerHour(unit, p.rentalDeclinePerYear);
    return {
      capitalUsdPerHour: cost.capital,
      energyUsdPerHour: cost.energy,
      maintenanceUsdPerHour: cost.maintenance,
      fullUsdPerHour: cost.full,
      runningEnergyOnly: cost.running,
      runningWithMaintenance: cost.running + cost.maintenance,
      capitalFirstYearWithDecline: declining,
      firstYearMarkup: declining / cost.capital,
    };
  },

  "break-evens": (p) => {
    const books = { feesUsd: p.feesUsd, costUsdPerUnit: p.costUsdPerUnit, units: p.units };
    return {
      breakEvenTokenPrice: breakEvenTokenPrice(books, p.operatorEmissionTokens),
      breakEvenDemandMultiple: breakEvenDemandMultiple(books),
      breakEvenUtilisationFull: breakEvenUtilisation(p.fullCostPerAvailableHour, p.pricePerSoldHour),
      breakEvenUtilisationRunning: breakEvenUtilisation(p.runningCostPerAvailableHour, p.pricePerSoldHour),
    };
  },

  "learning-by-doing": (p) => ({
    exponent: learningExponent(p.learningRate),
    unitCost: p.cumulativeOutputMultiple.map((multiple: number) =>
      learnedCost(p.unitCostStart, multiple, p.learningRate),
    ),
  }),

  "validator-exit": (p) => {
    const cut = { ...p, validatorEmissionTokens: 0 };
    const [before, after] = [validatorsWhoBreakEven(p), validatorsWhoBreakEven(cut)];
    return {
      validatorsBefore: before,
      validatorsAfter: after,
      auditsPerMinerBefore: auditsPerMiner(before, p.auditsPerValidator, p.miners),
      auditsPerMinerAfter: auditsPerMiner(after, p.auditsPerValidator, p.miners),
      validatorsAfterWithoutFeeShare: validatorsWhoBreakEven({ ...cut, feeShareToValidators: 0 }),
    };
  },
};
