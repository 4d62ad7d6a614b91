/** Writes the report of a run's folder: report.html, report.md, verdict.json and charts/*.png. */
import { existsSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import type { Records } from "../../reports/records.ts";
import { chartsOf, type Chart } from "../../reports/render/charts.ts";
import { html } from "../../reports/render/html.ts";
import { json } from "../../reports/render/json.ts";
import { markdown } from "../../reports/render/markdown.ts";
import { verdictOf, type Verdict } from "../../reports/verdict.ts";
import { MINER_COLUMNS } from "../../reports/trust/minerEpochs.ts";
import { LATER_COLUMNS, OPERATOR_COLUMNS } from "../../reports/metrics/operatorColumns.ts";
import { tellsTrust } from "../../reports/trust/trust.ts";
import { readManifest, readRun } from "../records/read.ts";
import { recordsFolder } from "../records/layout.ts";
import { readSeeds } from "../records/seeds.ts";

export interface ReportOptions {
  /** draw charts/*.png */
  readonly png: boolean;
  /** where to write; the run's own folder when not given */
  readonly out?: string;
}

/** Audits are recorded to be replayed; miners are read where trust is told. */
const reportTables = ["epochs", "segments", "flows", "validators", "operators"];

/** Written after the arms; records made before there were such tables lack them. */
const laterTables = ["counterfactuals", "lasting", "breakEvens", "sensitivities"];

/** Columns read of tables with a row an epoch and participant. */
const reportColumns = {
  miners: MINER_COLUMNS,
  operators: OPERATOR_COLUMNS,
};

/** @throws BadInput when the folder is no run's */
export async function writeReport(dir: string, options: ReportOptions): Promise<Verdict> {
  return writeReportOf(dir, await readReportRecords(dir), options);
}

/** @throws BadInput when the folder is no run's */
export async function readReportRecords(dir: string): Promise<Records> {
  const manifest = await readManifest(dir);
  const later = laterTables.filter((name) => existsSync(join(recordsFolder(dir), `${name}.csv`)));
  const miners = tellsTrust(manifest) ? ["miners"] : [];
  return readRun(dir, {
    tables: [...reportTables, ...later, ...miners],
    columns: reportColumns,
    later: LATER_COLUMNS,
  });
}

export async function writeReportOf(
  dir: string,
  records: Records,
  { png, out = dir }: ReportOptions,
): Promise<Verdict> {
  const verdict = verdictOf(records, await readSeeds(dir));
  const charts = chartsOf(records);
  await mkdir(out, { recursive: true });
  const recordsPath = relative(out, recordsFolder(dir)).replaceAll("\\", "/");
  await writeFile(join(out, "verdict.json"), json(verdict));
  await writeFile(
    join(out, "report.html"),
    html(verdict, { charts, scenario: records.manifest.scenario, recordsPath }),
  );
  await writeFile(join(out, "report.md"), markdown(verdict, { charts, pictures: png ? "charts" : null }));
  await writePictures(join(out, "charts"), png ? charts : []);
  return verdict;
}

/** Pictures of an earlier report are removed: they may be of other records. */
async function writePictures(folder: string, charts: readonly Chart[]): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  if (charts.length === 0) return;
  const { pngs } = await import("../../reports/render/png.ts");
  await mkdir(folder, { recursive: true });
  for (const [id, bytes] of await pngs(charts)) await writeFile(join(folder, `${id}.png`), bytes);
}
