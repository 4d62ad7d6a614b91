import { armNames, endOfRun, numbers, rowsOf, table, texts, type Records } from "../records.ts";
import { periodsOf, type Period } from "./windows.ts";

/** Operators at one moment. */
export interface Count {
  /** served in the epoch */
  readonly serving: number;
  /** served in it, or own hardware after it: serving, on the outside workload, or switched off */
  readonly owning: number;
  /** of those that served just before the cut, how many still do */
  readonly stayed: number;
}

/** Counts of one kind of operators: `counts[moment][arm]`; a moment outside the run is absent. */
export interface Survival {
  readonly by: "all" | "group" | "hardware" | "behaviour";
  readonly name: string;
  readonly counts: Readonly<Record<string, Readonly<Record<string, Count>>>>;
}

export interface Survivors {
  readonly moments: readonly { readonly key: Period["key"]; readonly label: string; readonly day: number }[];
  readonly kinds: readonly Survival[];
}

const owningStatus = new Set(["serving", "elsewhere", "off"]);
const everyone = "all";

/**
 * Operators serving and owning hardware just before the cut, 13 weeks and one year after the subsidy is at its floor, and
 * at the end of the run, by group, hardware and behaviour. A moment shows the last epoch that ended by then. Those who
 * stayed served just before the cut and still serve; newcomers count as serving only.
 */
export function survivors(records: Records): Survivors {
  const { cut, keep } = armNames(records.manifest);
  const moments = periodsOf(records)
    .filter(({ missing }) => missing === undefined)
    .map(({ key, label, window }) => ({ key, label, day: window.toDay }));
  const counters = new Map<
    string,
    { by: Survival["by"]; name: string; counts: Record<string, Record<string, Tally>> }
  >();
  for (const arm of new Set([cut, keep])) {
    const original = idsServing(records, arm, moments.find(({ key }) => key === "before")?.day);
    for (const { key, day } of moments)
      tallyMoment(records, arm, day, original, (by, name) => {
        const kind = counters.get(`${by} ${name}`) ?? { by, name, counts: {} };
        counters.set(`${by} ${name}`, kind);
        return ((kind.counts[key] ??= {})[arm] ??= { serving: 0, owning: 0, stayed: 0 });
      });
  }
  const order = ["all", "group", "hardware", "behaviour"];
  const kinds = [...counters.values()].sort(
    (a, b) => order.indexOf(a.by) - order.indexOf(b.by) || compare(a.name, b.name),
  );
  return {
    moments,
    kinds: kinds.map((kind) => ({
      ...kind,
      counts: filled(
        kind.counts,
        moments.map(({ key }) => key),
        [cut, keep],
      ),
    })),
  };
}

type Tally = { -readonly [K in keyof Count]: Count[K] };

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function tallyMoment(
  records: Records,
  arm: string,
  day: number,
  original: ReadonlySet<string>,
  tallyOf: (by: Survival["by"], name: string) => Tally,
): void {
  tallyOf("all", everyone);
  const frame = table(records, "operators");
  const [id, status, group, hardware, behaviour] = ["id", "status", "group", "hardware", "behaviour"].map((c) =>
    texts(frame, c),
  );
  const served = numbers(frame, "served");
  for (const row of rowsAt(records, arm, day)) {
    const kinds = [
      ["all", everyone],
      ["group", group![row]!],
      ["hardware", hardware![row]!],
      ["behaviour", behaviour![row]!],
    ] as const;
    for (const [by, name] of kinds) {
      const tally = tallyOf(by, name);
      if (served[row] === 1) tally.serving++;
      if (served[row] === 1 && original.has(id![row]!)) tally.stayed++;
      if (served[row] === 1 || owningStatus.has(status![row]!)) tally.owning++;
    }
  }
}

/** Rows of `operators` in the last epoch that ended by `day`. */
function rowsAt(records: Records, arm: string, day: number): readonly number[] {
  const last = Math.floor(Math.min(day, endOfRun(records)) / records.manifest.epochDays + 1e-6) - 1;
  const epoch = numbers(table(records, "operators"), "epoch");
  const rows: number[] = [];
  for (const row of rowsOf(records, "operators", arm)) if (epoch[row] === last) rows.push(row);
  return rows;
}

function idsServing(records: Records, arm: string, day: number | undefined): ReadonlySet<string> {
  if (day === undefined) return new Set();
  const frame = table(records, "operators");
  const [id, served] = [texts(frame, "id"), numbers(frame, "served")];
  return new Set(
    rowsAt(records, arm, day)
      .filter((row) => served[row] === 1)
      .map((row) => id[row]!),
  );
}

/** A kind that nobody belonged to at a moment counts 0 there. */
function filled(
  counts: Record<string, Record<string, Tally>>,
  moments: readonly string[],
  arms: readonly string[],
): Survival["counts"] {
  const none = { serving: 0, owning: 0, stayed: 0 };
  return Object.fromEntries(
    moments.map((moment) => [moment, Object.fromEntries(arms.map((arm) => [arm, counts[moment]?.[arm] ?? none]))]),
  );
}
