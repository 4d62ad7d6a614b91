/** Schedules side by side: how much is issued on a linear axis, how fast on a logarithmic one. */
import type { Chart, Line } from "./charts.ts";
import type { Ink } from "./palette.ts";

/** A schedule in equal steps from the start. */
export interface EmissionSeries {
  readonly name: string;
  /** tokens issued before the start */
  readonly openingIssuance: number;
  /** [steps] tokens minted in each */
  readonly minted: readonly number[];
  /** days of a step, the same for all that are drawn together */
  readonly stepDays: number;
}

const DAYS_PER_YEAR = 365;

const inks: readonly Ink[] = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth"];
/** Every other line has gaps, so that one which runs along it can be seen. */
const dashes: readonly (readonly number[])[] = [[], [9, 5]];

/**
 * Two charts: tokens issued so far, and tokens minted a year. One schedule is drawn in tokens; several are drawn as shares of
 * what each has issued at the end of the charts, since tokens of different networks cannot be compared.
 *
 * @throws RangeError when steps differ
 */
export function emissionCharts(series: readonly EmissionSeries[]): readonly [issued: Chart, rate: Chart] {
  const { stepDays, minted } = series[0]!;
  const steps = minted.length;
  if (series.some((one) => one.stepDays !== stepDays || one.minted.length !== steps))
    throw new RangeError("emissionCharts: schedules in different steps; expected the same for all");
  const end = steps * stepDays;
  const clock = clockOf(end);
  const share = series.length > 1;
  const finals = series.map(({ openingIssuance, minted }) => minted.reduce((a, b) => a + b, openingIssuance));
  const scale = (k: number) => (share ? 100 / finals[k]! : 1);
  const last = `${clock.unit.slice(0, -1)} ${Number((end / clock.days).toPrecision(4))}`;
  const of = share ? `% of what is issued by ${last}` : series[0]!.name;
  const outline = { xUnit: clock.unit, xEnd: end / clock.days, marks: [], source: "taper emission" };
  const at = (k: number) => (k * stepDays) / clock.days;
  return [
    {
      ...outline,
      id: "issued",
      title: `Issued so far, ${of}`,
      note: "Tokens issued before the start are in it.",
      yTitle: share ? "%" : "tokens",
      x: Array.from({ length: steps + 1 }, (_, k) => at(k)),
      lines: linesOf(series, (one, k) => issuedOf(one).map((tokens) => tokens * scale(k))),
    },
    {
      ...outline,
      id: "rate",
      title: `Minted a year, ${of}, logarithmic`,
      note: "A straight line is a constant rate of change.",
      yTitle: share ? "% a year" : "tokens a year",
      yScale: "log",
      x: Array.from({ length: steps }, (_, k) => at(k + 0.5)),
      lines: linesOf(series, (one, k) => one.minted.map((tokens) => (tokens * scale(k) * DAYS_PER_YEAR) / stepDays)),
    },
  ];
}

function clockOf(days: number): { readonly unit: Chart["xUnit"]; readonly days: number } {
  if (days <= 120) return { unit: "days", days: 1 };
  return days <= 2 * DAYS_PER_YEAR ? { unit: "weeks", days: 7 } : { unit: "years", days: DAYS_PER_YEAR };
}

function issuedOf({ openingIssuance, minted }: EmissionSeries): readonly number[] {
  const issued = [openingIssuance];
  for (const tokens of minted) issued.push(issued[issued.length - 1]! + tokens);
  return issued;
}

/** Lines with gaps above those without; within each the first is drawn last, so that legends, from the top, keep the order. */
function linesOf(
  series: readonly EmissionSeries[],
  values: (one: EmissionSeries, k: number) => readonly number[],
): readonly Line[] {
  const lines = series.map((one, k): Line => ({
    name: one.name,
    ink: inks[k % inks.length]!,
    dash: dashes[k % dashes.length]!,
    width: 2.2,
    y: values(one, k),
  }));
  const last = lines.reverse();
  return [...last.filter(({ dash }) => dash.length === 0), ...last.filter(({ dash }) => dash.length > 0)];
}
