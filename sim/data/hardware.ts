/** A class of hardware that an operator can own: one unit of it, in one kind of place. */
export interface HardwareClass {
  /** USD paid for one unit with its share of the host */
  readonly capexUsd: number;
  /** power at full use, kW, before the overhead of its place */
  readonly kilowatt: number;
  readonly usdPerKwh: number;
  /** power usage effectiveness of the place */
  readonly pue: number;
  readonly lifeYears: number;
  /** share of capex that it is sold for at the end of its life */
  readonly salvageShare: number;
  /** share of hours in which it can work */
  readonly availability: number;
  /** maintenance a year, share of capex */
  readonly maintenanceShare: number;
  /** cost of capital, fraction per year */
  readonly annualRate: number;
  /** work per hour relative to an A100; an assumption: dense FP16/BF16 tensor peak with FP32 accumulation */
  readonly throughput: number;
}

/** A value, where it comes from and when that was said. */
interface Sourced {
  readonly value: number;
  readonly source: string;
  readonly date: string;
}

type Sources = { readonly [field in keyof HardwareClass]: Sourced };

const sourced = (value: number, date: string, source: string): Sourced => ({ value, source, date });

/** Worked costs of the calibration compiled in November 2026 use these for every class. */
const financing = {
  salvageShare: sourced(0.2, "2026-11", "assumption of the worked costs: 20% salvage"),
  availability: sourced(0.95, "2026-11", "assumption of the worked costs: 95% of hours"),
  maintenanceShare: sourced(0.05, "2026-11", "assumption of the worked costs: 5% of capex a year"),
  annualRate: sourced(0.1, "2026-11", "assumption of the worked costs: 10% cost of capital"),
};

const colocation = {
  usdPerKwh: sourced(0.08, "2023", "US average industrial tariff, EIA Electric Power Annual (from memory)"),
  pue: sourced(1.3, "2026-11", "assumption: upper end of hyperscale, 1.1 to 1.3; colocation is 1.5 to 1.8"),
  lifeYears: sourced(4, "2026-11", "assumption of the worked costs"),
};

const home = {
  usdPerKwh: sourced(0.16, "2023", "US average residential tariff, EIA Electric Power Annual (from memory)"),
  pue: sourced(1, "2026-11", "assumption: no cooling overhead at home"),
  lifeYears: sourced(3, "2026-11", "assumption of the worked costs"),
};

/** Data-sheet peaks in TFLOPS over the A100's 312, rounded; real training and serving reach other fractions of the peak. */
const peak = {
  h100: sourced(3.17, "2022", "assumption: 989 of 312 TFLOPS, NVIDIA H100 SXM and A100 data sheets"),
  a100: sourced(1, "2020", "the reference: 312 TFLOPS, NVIDIA A100 data sheet"),
  rtx4090: sourced(0.53, "2022", "assumption: 165 of 312 TFLOPS, NVIDIA Ada architecture white paper"),
  rtx3090: sourced(0.23, "2020", "assumption: 71 of 312 TFLOPS, NVIDIA Ampere GA102 white paper"),
};

const rtx4090 = {
  ...financing,
  capexUsd: sourced(2200, "2022-10", "1,599 launch list price plus share of the host (assumption)"),
  kilowatt: sourced(0.6, "2022-10", "450 W board power plus share of the host (assumption)"),
  throughput: peak.rtx4090,
};

/** Every value of every class with its source and date. */
export const hardwareSources = {
  "h100-colo": {
    ...financing,
    ...colocation,
    capexUsd: sourced(
      40_000,
      "2024-08",
      "cluster-cost sheet: 37,500 (node only) to 51,600 (with network) for each GPU",
    ),
    kilowatt: sourced(1.275, "2024-08", "node of the DGX class, 10.2 kW for 8 GPUs"),
    throughput: peak.h100,
  },
  "a100-colo": {
    ...financing,
    ...colocation,
    capexUsd: sourced(15_000, "2023", "press: about 10,000 list; 15,000 with the share of the node (assumption)"),
    kilowatt: sourced(0.812, "2020", "DGX A100, 6.5 kW for 8 GPUs (vendor figure, from memory)"),
    throughput: peak.a100,
  },
  "rtx4090-home": { ...rtx4090, ...home },
  "rtx4090-texas": {
    ...rtx4090,
    ...home,
    usdPerKwh: sourced(0.066, "2023", "Texas industrial tariff, EIA Electric Power Annual"),
    pue: sourced(1.1, "2026-11", "assumption: a shed with fans"),
  },
  "rtx3090-home": {
    ...financing,
    ...home,
    capexUsd: sourced(
      1000,
      "2023",
      "1,499 launch list, 700 to 900 used late in 2023 (from memory), with the host's share",
    ),
    kilowatt: sourced(0.48, "2020-09", "350 W board power plus share of the host (assumption)"),
    throughput: peak.rtx3090,
  },
} as const satisfies Record<string, Sources>;

export type HardwareName = keyof typeof hardwareSources;

export const hardwareNames = Object.keys(hardwareSources) as [HardwareName, ...HardwareName[]];

/** The values alone, for calculation. */
export const hardware = Object.fromEntries(
  hardwareNames.map((name) => [name, valuesOf(hardwareSources[name])]),
) as Readonly<Record<HardwareName, HardwareClass>>;

function valuesOf(sources: Sources): HardwareClass {
  const values = Object.entries(sources).map(([field, { value }]) => [field, value]);
  return Object.fromEntries(values) as HardwareClass;
}
