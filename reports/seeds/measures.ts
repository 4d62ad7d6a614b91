import type { Manifest } from "../../sim/manifest.ts";
import { epsilonUsdPerDay } from "../metrics/retention.ts";
import { armNames, keepPlayed, type ArmNames } from "../records.ts";
import { estimateOf, type Estimate } from "./estimate.ts";
import { levelsOf, seedTimes, type SeedLevels, type SeedSummary, type SeedTime, type SeedWindow } from "./summary.ts";

/** What several seeds say of a figure at one time. */
export interface SeedMeasure extends Estimate {
  readonly name: string;
  readonly label: string;
  readonly at: SeedWindow | SeedTime;
  readonly unit: string;
  /** mean over seeds, or sum over seeds of one figure over the sum of another */
  readonly kind: "mean" | "ratio";
}

/** A figure of a seed: what is summed, and what it is divided by; null where the seed does not have it. */
type Figure = (of: LevelsOf) => readonly [over: number, under: number] | null;
type LevelsOf = (arm: "cut" | "keep" | "never") => Partial<SeedLevels> | null;

interface Declared extends Pick<SeedMeasure, "name" | "label" | "unit" | "kind"> {
  /** arms without which there is none */
  readonly arms: readonly ("cut" | "keep" | "never")[];
  readonly figure: Figure;
}

type Column = Exclude<keyof SeedLevels, "days">;

/** a / b, where b is not too small to divide by. */
const quotient = (a: number | undefined, b: number | undefined, least = 0): readonly [number, number] | null =>
  a === undefined || b === undefined || !(b > 0) || b < least ? null : [a, b];

const level = (a: number | undefined): readonly [number, number] | null => (a === undefined ? null : [a, 1]);

const difference = (a: number | undefined, b: number | undefined): readonly [number, number] | null =>
  a === undefined || b === undefined ? null : [a - b, 1];

type Arm = Declared["arms"][number];
const words: Readonly<Record<Arm, string>> = { cut: "subsidy ends", keep: "subsidy kept", never: "never subsidised" };

const ratioOfArms = (name: string, label: string, column: Column, other: Arm, least = 0): Declared => ({
  name,
  label,
  unit: "ratio",
  kind: "ratio",
  arms: ["cut", other],
  figure: (of) => quotient(of("cut")?.[column], of(other)?.[column], least),
});

const levelOfArm = (name: string, label: string, unit: string, column: Column, arm: Arm): Declared => ({
  name: `${name}.${arm}`,
  label: `${label}: ${words[arm]}`,
  unit,
  kind: "mean",
  arms: [arm],
  figure: (of) => level(of(arm)?.[column]),
});

const differenceOfArms = (name: string, label: string, unit: string, column: Column, other: Arm): Declared => ({
  name: `${name}.cut-${other}`,
  label: `${label}: ends less ${other === "keep" ? "kept" : "never"}`,
  unit,
  kind: "mean",
  arms: ["cut", other],
  figure: (of) => difference(of("cut")?.[column], of(other)?.[column]),
});

const coverage = (name: string, label: string, column: "runningCostUsd" | "fullCostUsd"): Declared => ({
  name,
  label,
  unit: "ratio",
  kind: "ratio",
  arms: ["cut"],
  figure: (of) => quotient(of("cut")?.customerFundedUsd, of("cut")?.[column]),
});

const ratios: readonly Declared[] = [
  ratioOfArms("gain", "Service, ends over never", "serviceValueUsd", "never", epsilonUsdPerDay),
  ratioOfArms("supplyRetention", "Capacity, ends over kept", "capacity", "keep"),
];

const [service, operators] = ["Service, USD/day", "Operators serving"];
const levels: readonly Declared[] = [
  levelOfArm("service", service, "USD/day", "serviceValueUsd", "cut"),
  levelOfArm("service", service, "USD/day", "serviceValueUsd", "keep"),
  levelOfArm("service", service, "USD/day", "serviceValueUsd", "never"),
  differenceOfArms("service", service, "USD/day", "serviceValueUsd", "keep"),
  differenceOfArms("service", service, "USD/day", "serviceValueUsd", "never"),
  levelOfArm("serving", operators, "operators", "serving", "cut"),
  levelOfArm("serving", operators, "operators", "serving", "keep"),
  differenceOfArms("serving", operators, "operators", "serving", "keep"),
];

const whoPays: readonly Declared[] = [
  {
    name: "subsidyDependence",
    label: "Subsidy dependence",
    unit: "fraction",
    kind: "ratio",
    arms: ["cut"],
    figure: (of) => {
      const { netSubsidyUsd: net, customerFundedUsd: fees } = of("cut") ?? {};
      return net === undefined || fees === undefined ? null : quotient(net, net + fees);
    },
  },
  coverage("runningCoverage", "Fees over running cost", "runningCostUsd"),
  coverage("fullCoverage", "Fees over full cost", "fullCostUsd"),
];

/**
 * Figures beside the retention over seeds: ratios of arms at each horizon and where arms settle; levels of the arms and their
 * paired differences a year after (13 weeks where no seed has a year) and where they settle; who pays before the cut and a year
 * after.
 *
 *   mean = Σ x / n      difference = Σ (x_cut - x_other) / n      ratio = Σ a / Σ b, not the mean of a / b
 *
 * @returns those that some seed has; empty for fewer than two seeds
 * Source: docs/verdict.md, equations 5 and 22.
 */
export function seedMeasures(seeds: readonly SeedSummary[], manifest: Manifest): readonly SeedMeasure[] {
  if (seeds.length < 2) return [];
  const names = armNames(manifest);
  const told = seeds.some((seed) => levelsOf(seed, names.cut, "year") !== null) ? "year" : "quarter";
  const wanted = [
    ...declaredAt(ratios, seedTimes),
    ...declaredAt(levels, [told, "lasting"]),
    ...declaredAt(whoPays, ["before", told]),
  ];
  const played = (arm: Arm): boolean => arm === "cut" || (arm === "keep" ? keepPlayed(manifest) : names.never !== null);
  return wanted
    .filter(([{ arms }]) => arms.every(played))
    .flatMap(([declared, at]) => measureOf(seeds, names, declared, at));
}

const declaredAt = (all: readonly Declared[], times: readonly SeedMeasure["at"][]) =>
  all.flatMap((one) => times.map((at) => [one, at] as const));

function measureOf(
  seeds: readonly SeedSummary[],
  names: ArmNames,
  { name, label, unit, kind, figure }: Declared,
  at: SeedMeasure["at"],
): readonly SeedMeasure[] {
  const figures = seeds.flatMap((seed) => {
    const found = figure((arm) => levelsOf(seed, names[arm] ?? "", at));
    return found === null ? [] : [found];
  });
  if (figures.length === 0) return [];
  const estimate = estimateOf(
    figures.map(([over]) => over),
    figures.map(([, under]) => under),
  );
  return [{ name, label, at, unit, kind, ...estimate }];
}
