import { stringify } from "csv-stringify/sync";
import { plural, table } from "../../cli/text.ts";
import type { Compared, ComparedHeadline } from "./compare.ts";
import type { CheckedPoint } from "./points.ts";
import type { MapPoint } from "./results.ts";

/** What a run found. */
export interface Findings {
  readonly seeds: readonly number[];
  readonly epochs: number;
  readonly lines: readonly Compared[];
  readonly headlines: readonly ComparedHeadline[];
  readonly points: readonly CheckedPoint[];
}

export const allWell = ({ lines, headlines, points }: Findings): boolean =>
  [...lines, ...headlines, ...points].every(({ ok }) => ok);

/** The tables for people. Of each line its worst point is shown, and every point outside its tolerance. */
export function findingsText({ seeds, epochs, lines, headlines, points }: Findings): string {
  const outside = lines.filter(({ ok }) => !ok);
  const shown = [...new Set([...worstOfEach(lines), ...outside])];
  const parts = [
    `${epochs.toLocaleString("en-US")} epochs, ${plural(seeds.length, "draw")} (seeds ${seeds[0]} to ${seeds.at(-1)})`,
    ...(lines.length === 0
      ? []
      : [
          "Retention lines, the worst point of each: W_H from which on honest emission keeps honest stake, mean of the draws",
          table([header, ...shown.map(lineCells)]),
          `${lines.length - outside.length} of ${lines.length} points of lines within tolerance`,
        ]),
    "Smallest W_H that keeps S for the worst W_C",
    table([
      [...header.slice(0, 2), "worst W_C (published)", ...header.slice(3)],
      ...headlines.map((one) => lineCells(one).with(2, `${two(one.minorWeight)} (${two(one.worstPublished)})`)),
    ]),
    "Points at which honest emission was asserted to be at least S, mean of the draws",
    table([
      ["S", "W_H", "W_C", "sigma", "E_H", "lowest", "held in", "ok"],
      ...points.map((one) => [
        ...[one.honestStake, one.honestWeight, one.minorWeight].map(two),
        String(one.sigmaWeights),
        one.mean.toFixed(4),
        one.lowest.toFixed(4),
        `${Math.round(one.held * seeds.length)} of ${seeds.length}`,
        yes(one.ok),
      ]),
    ]),
  ];
  return parts.join("\n\n");
}

const header = ["setting", "S", "W_C", "ours", "lowest..highest", "published", "difference", "tolerance", "ok"];

function lineCells(one: Compared): string[] {
  return [
    one.setting,
    two(one.honestStake),
    two(one.minorWeight),
    one.ours.toFixed(4),
    `${one.lowest.toFixed(3)}..${one.highest.toFixed(3)}`,
    one.published.toFixed(3),
    `${one.difference < 0 ? "" : "+"}${one.difference.toFixed(4)}`,
    two(one.tolerance),
    yes(one.ok),
  ];
}

/** The point of each line that is farthest from its plot. */
function worstOfEach(lines: readonly Compared[]): readonly Compared[] {
  const worst = new Map<string, Compared>();
  for (const one of lines) {
    const key = `${one.setting} ${one.honestStake}`;
    const before = worst.get(key);
    if (!before || Math.abs(one.difference) > Math.abs(before.difference)) worst.set(key, one);
  }
  return [...worst.values()];
}

const two = (value: number): string => value.toFixed(2);
const yes = (ok: boolean): string => (ok ? "yes" : "NO");

/** One row a point, columns named as in the code. */
export function csv(rows: readonly (Compared | MapPoint)[]): string {
  return stringify([...rows], { header: true, cast: { boolean: (value) => (value ? "1" : "0") } });
}
