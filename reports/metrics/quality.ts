import { measured, type Metric } from "./metric.ts";
import { meanOver } from "./windows.ts";

/**
 * Quality of the service, three ways: of the miners that serve (a mean over miners and days), of the answers customers got
 * (a mean over requests), and of what consensus pays for (weighted by incentive; a mean over days).
 * Quality is measured on hidden data, 0 for the baseline and 1 for the best reachable.
 */
const mean = (
  name: string,
  column: string,
  weight: string | null,
  label: string,
  meaning: string,
  why: string,
): Metric => ({
  name,
  label,
  unit: "quality",
  meaning,
  of: (records, arm, window) => measured(meanOver(records, arm, column, weight, window), why),
});

export const meanQuality = mean(
  "meanQuality",
  "meanQuality",
  "serving",
  "Quality of miners",
  "mean true quality of serving miners",
  "no miner served",
);

export const servedQuality = mean(
  "servedQuality",
  "servedQuality",
  "served",
  "Quality of answers",
  "mean quality customers experienced",
  "nothing was served",
);

export const rewardedQuality = mean(
  "rewardedQuality",
  "rewardedQuality",
  null,
  "Quality that pay follows",
  "true quality weighted by consensus incentive",
  "nobody was paid by consensus",
);
