import type { KaplanMeier } from "../../sim/theory/survival.ts";
import { stayCurve, stayingOf } from "../metrics/staying.ts";
import { armNames, type Records } from "../records.ts";
import { chart, segmentInks, type Chart, type Line } from "./charts.ts";

/** Share of the operators that served at the cut which still serves, of all in both arms and of each class of hardware. */
export function staying(records: Records): readonly Chart[] {
  const found = stayingOf(records);
  if (typeof found === "string") return [];
  const { cut, keep } = armNames(records.manifest);
  const classes = found.kinds.filter(({ by }) => by === "hardware").map(({ name }) => name);
  const drawn = classes.length > 1 ? classes.slice(0, segmentInks.length) : [];
  const line = (style: Omit<Line, "y">, arm: string, hardware?: string): readonly Line[] => {
    const curve = stayCurve(records, arm, hardware);
    return curve === null ? [] : [{ ...style, y: byEpoch(records, curve, found.fromDay) }];
  };
  return [
    chart(
      records,
      {
        id: "staying",
        title: "How long operators stay",
        note:
          "Kaplan-Meier: share of those that served at the cut which has not stopped for good. Thick: all. Thin: by hardware, where the subsidy ends. " +
          "The last point is cut short: who serves in the last epoch is counted as staying.",
        yTitle: "share still serving",
        source: "operators: served, status",
      },
      [
        ...drawn.flatMap((name, k) => line({ name, ink: segmentInks[k]!, dash: [3, 2], width: 1.4 }, cut, name)),
        ...(cut === keep ? [] : line({ name: "subsidy kept", ink: "keep", dash: [8, 4], width: 2.6 }, keep)),
        ...line({ name: "subsidy ends", ink: "cut", dash: [], width: 2.6 }, cut),
      ],
    ),
  ];
}

/** The curve at the end of each epoch; a gap before the cut. */
function byEpoch({ manifest }: Records, { at, survival }: KaplanMeier, fromDay: number): readonly number[] {
  let step = -1;
  return Array.from({ length: manifest.epochs }, (_, epoch) => {
    const day = (epoch + 1) * manifest.epochDays - fromDay;
    if (day < 0) return NaN;
    while (step + 1 < at.length && at[step + 1]! <= day) step++;
    return step < 0 ? 1 : survival[step]!;
  });
}
