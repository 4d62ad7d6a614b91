/** Closed forms of what a report measures. */
import { effectiveNumber, gini, herfindahl, nakamoto } from "../../../sim/theory/concentration.ts";
import { logShares } from "../../../sim/theory/lossDecomposition.ts";
import {
  everyResample,
  geometricMeanOfRatios,
  meanOfRatios,
  ratioOfMeans,
  ratioStandardError,
  resampleCount,
  unpairedEveryResample,
} from "../../../sim/theory/retentionEstimator.ts";
import { sdOfDifference, seedsNeeded } from "../../../sim/theory/seedsNeeded.ts";
import { kaplanMeier, restrictedMean } from "../../../sim/theory/survival.ts";
import type { Values } from "./form.ts";

export const measureForms: Values = {
  "kaplan-meier": (p) => {
    const curve = kaplanMeier(p.times, p.event);
    return { ...curve, restrictedMean: restrictedMean(curve, p.restrictAt) };
  },

  "retention-estimator": ({ kept, cut, quantiles }) => ({
    ratioOfMeans: ratioOfMeans(cut, kept),
    meanOfRatios: meanOfRatios(cut, kept),
    geometricMeanOfRatios: geometricMeanOfRatios(cut, kept),
    standardError: ratioStandardError(cut, kept),
    pairedInterval: everyResample(cut, kept, quantiles),
    unpairedInterval: unpairedEveryResample(cut, kept, quantiles),
    resamples: resampleCount(kept.length),
  }),

  "seeds-needed": (p) => {
    const sd = p.correlation.map((rho: number) => sdOfDifference(p.sdA, p.sdB, rho));
    return { sd, seeds: sd.map((each: number) => seedsNeeded(each, p.halfWidth)) };
  },

  "loss-decomposition": ({ kept, cut }) => logShares(kept, cut),

  concentration: ({ pay, payEqual }) => ({
    gini: gini(pay),
    hhi: herfindahl(pay),
    effectiveNumber: effectiveNumber(pay),
    nakamotoHalf: nakamoto(pay),
    nakamotoThird: nakamoto(pay, 1 / 3),
    giniEqual: gini(payEqual),
    nakamotoEqual: nakamoto(payEqual),
  }),
};
