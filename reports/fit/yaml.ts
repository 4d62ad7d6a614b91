import { Document } from "yaml";
import { names } from "./curve.ts";
import { fitSentence, type CurveFit } from "./fit.ts";

/** Digits that a fit is worth writing with. */
const DIGITS = 6;
const short = (value: number): number => Number(value.toPrecision(DIGITS));

/** The task of a scenario that uses the fit. */
export function yamlOf(fit: CurveFit): string {
  const { values, from, task, backend, miners, transitions, stepsPerDay, trained, r2 } = fit;
  const document = new Document({
    task: {
      kind: "curve",
      ...Object.fromEntries(names.map((name) => [name, short(values[name])])),
      catchUp: `${short(values.catchUp)} /day`,
      opening: short(fit.opening),
      noise: short(fit.noise),
      fitted: {
        from,
        task,
        backend,
        miners,
        transitions,
        stepsPerDay,
        trained: trained.map(short),
        r2: short(r2),
        residual: short(fit.residual),
        pathResidual: short(fit.pathResidual),
        intervals: Object.fromEntries(Object.entries(fit.intervals).map(([name, ends]) => [name, ends.map(short)])),
      },
    },
  });
  document.commentBefore = ` Quality as a curve of effort, fitted by taper fit to ${fitSentence(fit)}.`;
  return document.toString({ lineWidth: 120 });
}
