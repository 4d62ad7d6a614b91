/** How long operators stay after the cut. */
import type { Findings } from "../findings.ts";
import { percent, plain } from "../format.ts";
import { exits, type Stay, type StayOfKind } from "../metrics/staying.ts";
import { row, type TextTable } from "./textTable.ts";

export function stayTables({ staying, arms }: Findings): readonly TextTable[] {
  if (typeof staying === "string") return [];
  const both = arms.cut === arms.keep ? [arms.cut] : [arms.cut, arms.keep];
  return [
    {
      key: "staying",
      title: "How long operators stay",
      note:
        `Of those that served at the cut (day ${plain(staying.fromDay)}): share that serves at the end of the run, ${plain(staying.days)} days later, days ` +
        "after which half have stopped (– where more than half serve to the end), mean days of service within the run, and what became of those that " +
        "stopped for good (gone: sold or worn out).",
      groups: both.map((arm) => ({
        label: arm === arms.cut ? "subsidy ends" : "subsidy kept",
        columns: arm === arms.cut ? [...long, ...exits] : long.slice(1),
      })),
      rows: staying.kinds.map((kind) =>
        row(
          kind.by === "all" ? "All operators" : `${kind.by}: ${kind.name}`,
          both.flatMap((arm) => cellsOf(kind, arm, arm === arms.cut)),
        ),
      ),
    },
  ];
}

const long = ["operators", "serve at the end", "half-life, days", "mean days"];

function cellsOf({ arms }: StayOfKind, arm: string, whole: boolean): readonly string[] {
  const stay: Stay | undefined = arms[arm];
  if (stay === undefined)
    return Array.from({ length: whole ? long.length + exits.length : long.length - 1 }, () => "–");
  const times = [percent(stay.atEnd), stay.medianDays === null ? "–" : plain(stay.medianDays), plain(stay.meanDays)];
  return whole ? [plain(stay.operators), ...times, ...exits.map((exit) => percent(stay.stopped[exit]))] : times;
}
