/** What a reader should know before believing a figure, and what the run cannot say at all. */
import type { Manifest } from "../sim/manifest.ts";
import { valueAt, type Findings } from "./findings.ts";
import { fittedWarnings } from "./fit/told.ts";
import { percent, plain } from "./format.ts";
import { metrics } from "./metrics/index.ts";
import { epsilonUsdPerDay } from "./metrics/retention.ts";
import { endOfRun, numbers, rowsOf, table, type Records } from "./records.ts";

/** A change of over 1% a quarter before the cut is no steady world to compare with. */
const steadyTrend = 0.01;

/** Above this share of operators' income what is called the end of a subsidy has left a part of it. */
const endedShare = 0.05;

export function scaleOf({ scale, epochDays, seed, backend }: Manifest): readonly string[] {
  return [
    `One hour of the reference card stands for ${plain(scale.stepsPerReferenceHour)} training steps or ` +
      `${plain(scale.requestsPerReferenceHour)} answered requests; other cards in proportion to their throughput.`,
    `An epoch is ${plain(epochDays)} days; the seed is ${seed}; the work was done by ${backend}.`,
  ];
}

export function warningsOf(records: Records, findings: Findings): readonly string[] {
  const { manifest } = records;
  const trend = findings.trendBeforeCut.value;
  return [
    ...manifest.warnings,
    ...(manifest.status === "complete"
      ? []
      : [`The run is ${manifest.status}, not complete: its last epochs are missing.`]),
    ...(trend !== null && Math.abs(trend) > steadyTrend
      ? [
          `The world was not near steady before the cut: served value was ${trend > 0 ? "rising" : "falling"} by ${percent(Math.abs(trend))} a quarter.`,
        ]
      : []),
    ...remainderWarnings(findings),
    ...vaultWarnings(records, findings.arms.cut),
    ...fittedWarnings(manifest),
    ...(findings.subsidyEnd === null && armsDiffer(findings)
      ? ["The arms differ although the subsidy never ends."]
      : []),
  ];
}

/** A floor, a tail, or pay that goes on where only the pool's liquidity ended. */
function remainderWarnings(findings: Findings): readonly string[] {
  if (findings.subsidyEnd === null) return [];
  const shareAt = (key: "quarter" | "year") => valueAt(findings, key, findings.arms.cut, "subsidyDependence");
  const share = shareAt("year") ?? shareAt("quarter");
  if (share === null || share <= endedShare) return [];
  return [`The subsidy did not end whole: after its end customers did not pay ${percent(share)} of operators' income.`];
}

/** Epochs of an arm after which its vault backed too little of customers' credits. */
function vaultWarnings(records: Records, arm: string): readonly string[] {
  const frame = table(records, "epochs");
  const [alert, ratio] = [numbers(frame, "vaultAlert"), numbers(frame, "collateralRatio")];
  const rows = rowsOf(records, "epochs", arm).filter((row) => alert[row]! > 0);
  if (rows.length === 0) return [];
  const halted = rows.reduce((count, row) => count + (alert[row] === 2 ? 1 : 0), 0);
  const least = rows.reduce((low, row) => Math.min(low, ratio[row]!), Infinity);
  return [
    `The vault backed as little as ${percent(least)} of customers' credits: at or below its level of warning after ${rows.length} epochs, ` +
      `with deposits halted after ${halted} of them.`,
  ];
}

function armsDiffer({ periods, arms }: Findings): boolean {
  return periods.some((period) =>
    metrics.some(({ name }) => period.arms[arms.cut]?.[name]?.value !== period.arms[arms.keep]?.[name]?.value),
  );
}

export function limitsOf(records: Records, findings: Findings): readonly string[] {
  const { manifest } = records;
  const { retention, subsidyEnd, lasting } = findings;
  const life = manifest.hardwareLifeDays;
  const end = endOfRun(records);
  const after = subsidyEnd === null ? null : end - subsidyEnd.floorDay;
  return [
    ...(findings.seedsPlayed > 1
      ? severalSeeds(findings, manifest.seed)
      : [
          "It is one draw of chance: with one seed there is no interval around any figure, and one run cannot tell how likely a collapse is.",
        ]),
    ...(after !== null && after < life && lasting.service.value === null
      ? [
          `It is not the lasting level: hardware lives up to ${plain(life)} days, and the run ends ${plain(Math.max(0, after))} days after ` +
            `the subsidy did. What still serves may be wearing out without being replaced.`,
        ]
      : []),
    ...(after !== null && retention.year.cut === null
      ? [`It says nothing of one year after: ${retention.year.service.why}.`]
      : []),
    ...([retention.quarter, retention.year].some(({ service }) => service.why === "nothing was served")
      ? [
          `Retention is a ratio of service; where the keep arm serves for less than ${epsilonUsdPerDay} USD a day it is undefined, not zero.`,
        ]
      : []),
    ...(manifest.backend === "curve"
      ? ["No model was trained: quality followed a curve of effort, so it says nothing of learning itself."]
      : []),
    ...(subsidyEnd === null ? [] : untold(findings)),
  ];
}

function severalSeeds({ seeds, seedsPlayed }: Findings, seed: number): readonly string[] {
  const some = seeds.some(({ interval }) => interval !== null);
  return [
    `What is not said to be over seeds is of seed ${seed} alone, of ${seedsPlayed} that were played.`,
    some
      ? "Intervals are of the simulation's chance alone: parameters that are wrong are wrong in every seed."
      : "No interval could be told: fewer than two of the seeds have a retention.",
  ];
}

/** What further worlds would tell, and why they do not. */
function untold({ arms, lasting, causes, subsidyCost }: Findings): readonly string[] {
  return [
    ...(Object.keys(lasting.levels).length === 0 ? [`What lasts is not told: ${lasting.service.why}.`] : []),
    ...(arms.never === null
      ? ["What the subsidy was worth is not told: the arm without a subsidy was not played."]
      : typeof subsidyCost === "string"
        ? [`What the subsidy cost for what it bought is not told: ${subsidyCost}.`]
        : []),
    ...(typeof causes === "string" ? [`Causes of the loss are not told: ${causes}.`] : []),
  ];
}
