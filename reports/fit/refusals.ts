/** What records cannot tell, with what would help. */
import { plain } from "../format.ts";
import { names, type Name, type Point, type Sums, type Transitions } from "./curve.ts";
import type { Interval } from "./intervals.ts";
import { entangled } from "./leastSquares.ts";

/** Miners below which drawing them again says nothing. */
const FEWEST_MINERS = 4;
/** The same for the miners that show one parameter. */
const FEWEST_TELLERS = 2;

const hold = (name: Name): string => (name === "q0" ? "--hold q0=0, the baseline guess" : `--hold ${name}=VALUE`);

const refused = (found: readonly Name[], why: string, help: string): RangeError =>
  new RangeError(`the records cannot tell ${found.join(" and ")}: ${why}. What would help: ${help}`);

/** @throws RangeError */
export function refuseTooFew(miners: number, { before }: Transitions): void {
  if (miners >= FEWEST_MINERS) return;
  throw new RangeError(
    `the records have ${before.length} pairs of neighbouring epochs of ${miners} miners; expected those of ${FEWEST_MINERS} miners or more, since intervals come from how miners differ`,
  );
}

/** Parameters that change nothing, or only together. @throws RangeError */
export function refuseUntold({ effort }: Transitions, here: Sums, free: readonly number[]): void {
  const found = entangled(here, free);
  if (found.length === 0) return;
  const [least, most] = [effort.reduce((a, b) => Math.min(a, b)), effort.reduce((a, b) => Math.max(a, b))];
  const holds = found.map(hold).join(" or ");
  if (most === 0)
    throw refused(found, "no miner trained", `a run in which miners train at least two different amounts, or ${holds}`);
  if (most - least <= 1e-9 * most)
    throw refused(
      found,
      `all miners trained ${plain(most)} times the reference steps in every epoch, so training and drift always came together`,
      `miners of another trainShare or lazy ones, in this run or one more, or ${holds}`,
    );
  throw refused(
    found,
    "what they do looks the same in every epoch",
    `more epochs and efforts that differ more, or ${holds}`,
  );
}

/** Parameters that too few miners show. @throws RangeError */
export function refuseFewTellers(tellers: readonly number[], free: readonly number[]): void {
  for (const p of free) {
    if (tellers[p]! >= FEWEST_TELLERS) continue;
    throw refused(
      [names[p]!],
      `it shows in as good as ${plain(tellers[p]!)} miners only, and intervals come from how miners differ`,
      `more miners that ${p % 2 === 0 ? "train alike" : "pause or are copied"}, or ${hold(names[p]!)}`,
    );
  }
}

/** Parameters of which every value will do. @throws RangeError */
export function refuseUnsettled(point: Point, bounds: readonly Interval[], free: readonly number[]): void {
  const low = (name: Name) => bounds[names.indexOf(name)]![0];
  const isFree = (name: Name) => free.includes(names.indexOf(name));
  const width = (name: Name) => bounds[names.indexOf(name)]![1] - low(name);
  const range = (name: Name) =>
    `its 95% interval is ${bounds[names.indexOf(name)]!.map((end) => plain(end)).join(" to ")}`;
  if (isFree("qMax") && (!(low("catchUp") > 0 || !isFree("catchUp")) || !(width("qMax") <= 1)))
    throw refused(
      ["qMax"],
      `training moves too little to show where it leads; ${range("qMax")}`,
      `miners that train more, a longer run, or ${hold("qMax")}`,
    );
  if (isFree("q0") && ((isFree("drift") && !(low("drift") > 0)) || !(width("q0") <= 1)))
    throw refused(
      ["q0"],
      `drift moves too little to show where it leads; ${range("q0")}`,
      `miners that do not train (trainShare: 0, lazy ones), a longer run, or ${hold("q0")}`,
    );
}

/** Values that a curve does not take. @throws RangeError */
export function refuseOutside(values: Point, low: Point, high: Point, free: readonly number[]): void {
  const most = [Infinity, 1, 1, 1];
  for (const p of free) {
    const value = values[p]!;
    if (value >= 0 && value <= most[p]!) continue;
    const nearest = value < 0 ? 0 : 1;
    throw new RangeError(
      `${names[p]} comes out at ${plain(value)} (95%: ${plain(low[p]!)} to ${plain(high[p]!)}); a curve takes ` +
        `${most[p] === 1 ? "0 to 1" : "0 or more"}. What would help: more records, or --hold ${names[p]}=${nearest}`,
    );
  }
  if (!(values[3] < values[2]))
    throw new RangeError(`q0 comes out at ${plain(values[3])} and qMax at ${plain(values[2])}; expected q0 below qMax`);
}
