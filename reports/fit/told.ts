import type { Manifest } from "../../sim/manifest.ts";
import { percent, plain } from "../format.ts";
import type { Name } from "./curve.ts";
import type { CurveFit } from "./fit.ts";

type Fitted = Pick<
  CurveFit,
  "from" | "task" | "backend" | "miners" | "transitions" | "trained" | "r2" | "residual" | "pathResidual" | "intervals"
>;

const labels: Readonly<Record<Name, string>> = {
  catchUp: "catchUp per day",
  drift: "drift per day",
  qMax: "qMax",
  q0: "q0",
};

/** What a reader should know of a run whose quality follows a fitted curve: from what, and how well. */
export function fittedWarnings({ scenario }: Manifest): readonly string[] {
  const fitted = (scenario as { task?: { fitted?: Fitted } }).task?.fitted;
  if (fitted === undefined) return [];
  const { from, task, backend, miners, transitions, trained, r2, residual, pathResidual, intervals } = fitted;
  const runs = from.map(({ name, hash }) => `${name} (scenario ${hash.slice(0, 12)})`).join(" and ");
  const ends = Object.entries(intervals).map(
    ([name, [low, high]]) => `${labels[name as Name]} ${plain(low)} to ${plain(high)}`,
  );
  return [
    `Quality is fitted, not trained: a curve through ${plain(transitions)} epochs of ${plain(miners)} miners that learnt ${task} on ` +
      `${backend} in ${runs}. It tells ${percent(r2)} of the change of their quality, within ${plain(residual)} an epoch ahead and ` +
      `${plain(pathResidual)} over whole paths` +
      `${ends.length === 0 ? "" : `; 95% intervals: ${ends.join(", ")}`}. ` +
      `They trained ${plain(trained[0])} to ${plain(trained[1])} steps a day; beyond that it is a guess.`,
  ];
}
