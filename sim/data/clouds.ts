/**
 * List prices of clouds for one accelerator, USD per hour. Only what a source gives: of other clouds a scenario states the
 * price itself.
 */
export interface CloudListing {
  readonly accelerator: string;
  readonly usdPerHour: number;
  /** from when to when the price was listed */
  readonly date: string;
  readonly source: string;
}

export const clouds = {
  "aws-p5-h100-2023": {
    accelerator: "H100 80 GB",
    usdPerHour: 12.29,
    date: "2023-07 to 2025-05",
    source: "98.32 USD for eight; The Next Platform, July 2023, and several price guides of 2026",
  },
  "aws-p5-h100-2025": {
    accelerator: "H100 80 GB",
    usdPerHour: 6.88,
    date: "from 2025-06",
    source:
      "55.04 USD for eight, after a cut of 44%; CompuX guide 2026. Another guide calls it reserved: medium confidence",
  },
  "aws-block-h100-2024": {
    accelerator: "H100 80 GB",
    usdPerHour: 4.916,
    date: "2024, fourth quarter",
    source: "AWS EC2 Capacity Blocks, page of prices",
  },
  "aws-p4d-a100-2023": {
    accelerator: "A100 40 GB",
    usdPerHour: 4.1,
    date: "2023 to 2025-05",
    source: "32.77 USD for eight; usage.ai guide and others",
  },
  "aws-block-a100-2024": {
    accelerator: "A100 40 GB",
    usdPerHour: 1.844,
    date: "2024, fourth quarter",
    source: "AWS EC2 Capacity Blocks, page of prices",
  },
  "lambda-a100-2024": {
    accelerator: "A100 40 GB",
    usdPerHour: 1.29,
    date: "about 2024",
    source: "10.32 USD for eight; skypilot-org/skypilot-catalog v5, lambda. Date of medium confidence",
  },
} as const satisfies Record<string, CloudListing>;

export type CloudName = keyof typeof clouds;

export const cloudNames = Object.keys(clouds) as [CloudName, ...CloudName[]];
