import { existsSync, mkdirSync, statSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { Chart } from "../../reports/render/charts.ts";
import { emissionCharts, type EmissionSeries } from "../../reports/render/emissionCharts.ts";
import { playerOf } from "../../sim/schedule/play.ts";
import type { Schedule } from "../../sim/schedule/schedule.ts";
import { BadInput } from "../errors.ts";
import { rowCells, rowHeads } from "./print.ts";
import type { Shown } from "./showEmission.ts";

/** Points of a chart's lines: about two to a pixel of a line's width. */
const STEPS = 400;
/** Rows of a page's table; by day all of them would be some megabytes. */
const MOST_TABLE_ROWS = 400;

/** @throws BadInput where the file is there already, or what it should lie in is no folder */
export function checkNewFile(file: string): void {
  if (file === "") throw new BadInput("the name of a file is empty; expected a file to write");
  if (existsSync(file)) throw new BadInput(`${file} is there already; expected a new file`);
  for (let folder = dirname(resolve(file)); ; folder = dirname(folder)) {
    if (!existsSync(folder)) continue;
    if (!statSync(folder).isDirectory()) throw new BadInput(`${file}: ${folder} is a file; expected a folder`);
    return;
  }
}

/** Issued and minted a year, linear and logarithmic, side by side. */
export async function writePlot(file: string, schedules: readonly Schedule[], days: number): Promise<void> {
  const charts = chartsOf(schedules, days);
  const { panels } = await import("../../reports/render/png.ts");
  write(file, await panels(charts));
}

/** One offline page with both charts and a table of each schedule. */
export async function writeHtml(file: string, shown: readonly Shown[], days: number): Promise<void> {
  const charts = chartsOf(
    shown.map(({ schedule }) => schedule),
    days,
  );
  const { emissionPage } = await import("../../reports/render/emissionPage.ts");
  const names = shown.map(({ schedule }) => schedule.name);
  const schedules = shown.map((one) => ({ name: one.schedule.name, facts: one.facts, table: tableOf(one) }));
  write(file, emissionPage({ title: `Emission of ${names.join(", ")}`, charts, schedules }));
}

function chartsOf(schedules: readonly Schedule[], days: number): readonly [Chart, Chart] {
  return emissionCharts(schedules.map((schedule) => seriesOf(schedule, days)));
}

function seriesOf(schedule: Schedule, days: number): EmissionSeries {
  const { opening, play } = playerOf(schedule);
  const blocks = (days * 86_400) / schedule.clock.blockSeconds;
  const minted: number[] = [];
  for (let k = 1, played = opening; k <= STEPS; k++) {
    const next = play(played, Math.round((k * blocks) / STEPS));
    minted.push(next.issuance - played.issuance);
    played = next;
  }
  return { name: schedule.name, openingIssuance: schedule.openingIssuance, minted, stepDays: days / STEPS };
}

const twelveDigits = new Intl.NumberFormat("en-US", { maximumSignificantDigits: 12 });
const grouped = (value: number): string => (Number.isNaN(value) ? "–" : twelveDigits.format(value));

function tableOf({ schedule, by, rows }: Shown) {
  const every = Math.max(1, Math.ceil(rows.length / MOST_TABLE_ROWS));
  return {
    key: schedule.name,
    title: schedule.name,
    note: every === 1 ? `A row is one ${by}.` : `A row is one ${by}; one in ${every} is shown, --csv prints all.`,
    groups: [{ label: "", columns: rowHeads.filter((name) => name !== "start") }],
    rows: rows
      .filter((_, k) => k % every === 0)
      .map((row) => {
        const [index, start, ...cells] = rowCells(row, grouped);
        return { label: start!, meaning: "", cells: [index!, ...cells] };
      }),
  };
}

function write(file: string, content: string | Uint8Array): void {
  try {
    mkdirSync(dirname(resolve(file)), { recursive: true });
    writeFileSync(file, content, { flag: "wx" });
  } catch (error) {
    throw new BadInput(`${file} cannot be written: ${(error as Error).message}`);
  }
}
