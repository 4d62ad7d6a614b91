import { z } from "zod";
import { mean } from "../../sim/core/stats.ts";
import type { Retention } from "./lines.ts";
import { headlines, type Headline, type Setting } from "./settings.ts";

const line = z.record(z.string(), z.array(z.number().nullable()));

const file = z.object({
  settings: z.record(
    z.string(),
    z.object({
      setting: z.object({ sigma_weights: z.number(), kappa: z.number(), beta: z.number(), xi: z.number() }),
      minor_self_weight: z.array(z.number()),
      retention_line_published_plot: line,
    }),
  ),
});

/** A plot's retention lines. */
export interface PublishedSetting {
  readonly name: string;
  readonly setting: Setting;
  /** W_C at which the lines were read */
  readonly minorWeights: readonly number[];
  readonly lines: readonly PublishedLine[];
}

export interface PublishedLine {
  readonly honestStake: number;
  /** W_H by W_C; null where the plot cannot be read, or has no line */
  readonly honestWeights: readonly (number | null)[];
}

/**
 * Lines read off the published plots.
 * @param json content of a file such as test/vectors/guarantees/consensus_guarantees.json
 * @throws RangeError when a line has another number of points than its setting has W_C; ZodError on another shape
 */
export function readPublished(json: unknown): readonly PublishedSetting[] {
  return Object.entries(file.parse(json).settings).map(([name, one]) => {
    const { sigma_weights: sigmaWeights, kappa, beta, xi } = one.setting;
    const lines = Object.entries(one.retention_line_published_plot).map(([stake, honestWeights]) => {
      if (honestWeights.length !== one.minor_self_weight.length) {
        throw new RangeError(
          `${name}: the line of S = ${stake} has ${honestWeights.length} points; expected ${one.minor_self_weight.length}`,
        );
      }
      return { honestStake: Number(stake), honestWeights };
    });
    return { name, setting: { sigmaWeights, kappa, beta, xi }, minorWeights: one.minor_self_weight, lines };
  });
}

/** How far a line may be from its plot, which is one random draw read off to about 0.005. */
export function toleranceOf(honestStake: number, { sigmaWeights }: Pick<Setting, "sigmaWeights">): number {
  return honestStake <= 0.9 && sigmaWeights <= 0.4 ? 0.02 : 0.03;
}

/** One point of a line, ours and published. */
export interface Compared {
  readonly setting: string;
  readonly honestStake: number;
  readonly minorWeight: number;
  /** mean over seeds */
  readonly ours: Retention;
  readonly lowest: Retention;
  readonly highest: Retention;
  readonly published: number;
  readonly difference: number;
  readonly tolerance: number;
  readonly ok: boolean;
}

/** Our points of a line by seed. */
export type LinePoints = (setting: string, honestStake: number, minorWeight: number) => readonly Retention[];

/** Every published point with ours; points that a plot does not show are left out. */
export function compareLines(published: readonly PublishedSetting[], points: LinePoints): readonly Compared[] {
  return published.flatMap(({ name, setting, minorWeights, lines }) =>
    lines.flatMap(({ honestStake, honestWeights }) =>
      minorWeights.flatMap((minorWeight, k) => {
        const wanted = honestWeights[k]!;
        if (wanted === null) return [];
        const bySeed = points(name, honestStake, minorWeight);
        const tolerance = toleranceOf(honestStake, setting);
        return [{ setting: name, honestStake, minorWeight, ...against(wanted, bySeed, tolerance) }];
      }),
    ),
  );
}

/** A published number against ours by seed: the mean decides, since a single draw may be an unlucky one. */
function against(published: number, bySeed: readonly Retention[], tolerance: number) {
  const ours = mean(bySeed);
  const difference = ours - published;
  return {
    ours,
    lowest: Math.min(...bySeed),
    highest: Math.max(...bySeed),
    published,
    difference,
    tolerance,
    ok: Math.abs(difference) <= tolerance,
  };
}

export interface ComparedHeadline extends Compared {
  readonly worstPublished: number;
}

/** The W_H that keeps S for the worst W_C, as the published text states it, for the settings that were played. */
export function compareHeadlines(
  played: Readonly<Record<string, Setting>>,
  minorWeights: readonly number[],
  points: LinePoints,
  stated: readonly Headline[] = headlines,
): readonly ComparedHeadline[] {
  return stated
    .filter(({ setting }) => setting in played)
    .map(({ setting, honestStake, needed, worstMinorWeight }) => {
      const means = minorWeights.map((minorWeight) => mean(points(setting, honestStake, minorWeight)));
      const minorWeight = minorWeights[means.indexOf(Math.max(...means))]!;
      const tolerance = toleranceOf(honestStake, played[setting]!);
      return {
        setting,
        honestStake,
        minorWeight,
        worstPublished: worstMinorWeight,
        ...against(needed, points(setting, honestStake, minorWeight), tolerance),
      };
    });
}
