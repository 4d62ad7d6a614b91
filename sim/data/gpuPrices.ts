/** What an hour of a GPU was offered or sold at. */
export interface PricePoint {
  readonly gpu: string;
  readonly venue: string;
  /** as the source dates it */
  readonly date: string;
  readonly usdPerHour: number;
  /** interruptible, where the source has it */
  readonly spotUsdPerHour?: number;
  /** least and most of what was seen */
  readonly range?: readonly [number, number];
  readonly source: string;
  readonly confidence: string;
}

/** Market prices of GPU-hours, for price paths of outside workloads and clouds. Compiled 2026-11-22. */
export const gpuPrices: readonly PricePoint[] = [
  {
    gpu: "H100-80",
    venue: "AWS p5 on demand",
    date: "2023-07..2025-05",
    usdPerHour: 12.29,
    source: "The Next Platform, July 2023; several 2026 price guides; 98.32/8",
    confidence: "high",
  },
  {
    gpu: "H100-80",
    venue: "AWS p5 on demand",
    date: "2025-06..",
    usdPerHour: 6.88,
    source:
      "CompuX 2026 guide; deploybase 2026 (labels 55.04 as reserved); 55.04/8, i.e. the June 2025 cut of about 44%",
    confidence: "medium",
  },
  {
    gpu: "H100-80",
    venue: "AWS capacity block",
    date: "2024-Q4",
    usdPerHour: 4.916,
    source: "AWS EC2 Capacity Blocks price page (mirror)",
    confidence: "high",
  },
  {
    gpu: "A100-40",
    venue: "AWS p4d on demand",
    date: "2023..2025-05",
    usdPerHour: 4.1,
    source: "usage.ai guide and others; 32.77/8",
    confidence: "high",
  },
  {
    gpu: "A100-40",
    venue: "AWS capacity block",
    date: "2024-Q4",
    usdPerHour: 1.844,
    source: "AWS EC2 Capacity Blocks price page (mirror)",
    confidence: "high",
  },
  {
    gpu: "A100-40",
    venue: "Lambda on demand",
    date: "c. 2024",
    usdPerHour: 1.29,
    source: "skypilot-org/skypilot-catalog v5 lambda; 10.32/8",
    confidence: "high (price), medium (date)",
  },
  {
    gpu: "H100-80",
    venue: "neocloud spot/short term",
    date: "2023 peak",
    usdPerHour: 8.0,
    source: "Latent Space '$2 H100s' essay and reprints",
    confidence: "medium",
  },
  {
    gpu: "H100-80",
    venue: "launch price neocloud",
    date: "2023-03",
    usdPerHour: 4.7,
    source: "Latent Space '$2 H100s' essay and reprints",
    confidence: "medium",
  },
  {
    gpu: "H100-80",
    venue: "market",
    date: "2024-early",
    usdPerHour: 2.85,
    source: "Latent Space '$2 H100s' essay and reprints",
    confidence: "medium",
  },
  {
    gpu: "H100-80",
    venue: "on demand SXM",
    date: "2024-10",
    usdPerHour: 2.99,
    source: "SemiAnalysis (summarised)",
    confidence: "medium",
  },
  {
    gpu: "H100-80",
    venue: "1-year contract, trough",
    date: "2025-10",
    usdPerHour: 1.7,
    source: "SemiAnalysis (summarised)",
    confidence: "medium",
  },
  {
    gpu: "H100-80",
    venue: "1-year contract",
    date: "2026-03",
    usdPerHour: 2.35,
    source: "SemiAnalysis (summarised)",
    confidence: "medium",
  },
  {
    gpu: "H100-80",
    venue: "Akash provider pilot",
    date: "2024-01",
    usdPerHour: 2.49,
    source: "AEP-26",
    confidence: "high",
  },
  {
    gpu: "A100-80",
    venue: "Akash provider pilot",
    date: "2024-01",
    usdPerHour: 1.69,
    source: "AEP-26",
    confidence: "high",
  },
  {
    gpu: "A6000",
    venue: "Akash provider pilot",
    date: "2024-01",
    usdPerHour: 0.98,
    source: "AEP-26",
    confidence: "high",
  },
  {
    gpu: "H100-80",
    venue: "RunPod community",
    date: "c. 2024",
    usdPerHour: 4.49,
    spotUsdPerHour: 2.49,
    source: "skypilot-catalog v5 runpod",
    confidence: "high (price), medium (date)",
  },
  {
    gpu: "A100-80",
    venue: "RunPod community",
    date: "c. 2024",
    usdPerHour: 1.69,
    spotUsdPerHour: 0.89,
    source: "skypilot-catalog v5 runpod",
    confidence: "high (price), medium (date)",
  },
  {
    gpu: "RTX4090",
    venue: "RunPod community",
    date: "c. 2024",
    usdPerHour: 0.64,
    spotUsdPerHour: 0.29,
    source: "skypilot-catalog v5 runpod",
    confidence: "high (price), medium (date)",
  },
  {
    gpu: "RTX3090",
    venue: "RunPod community",
    date: "c. 2024",
    usdPerHour: 0.34,
    spotUsdPerHour: 0.19,
    source: "skypilot-catalog v5 runpod",
    confidence: "high (price), medium (date)",
  },
  {
    gpu: "RTX4090",
    venue: "Vast.ai listings",
    date: "c. 2024-25",
    usdPerHour: 0.41,
    range: [0.28, 0.59],
    source:
      "skypilot-catalog v5 vast, first 16k characters; central value and range read by eye from one page of listings, not a computed median",
    confidence: "high (price), medium (date)",
  },
  {
    gpu: "RTX3090",
    venue: "Vast.ai listings",
    date: "c. 2024-25",
    usdPerHour: 0.2,
    range: [0.13, 0.27],
    source:
      "skypilot-catalog v5 vast; central value and range read by eye from one page of listings, not a computed median",
    confidence: "high (price), medium (date)",
  },
  {
    gpu: "H100-80",
    venue: "Vast.ai listings",
    date: "c. 2024-25",
    usdPerHour: 2.5,
    range: [1.93, 2.67],
    source:
      "skypilot-catalog v5 vast; central value and range read by eye from one page of listings, not a computed median",
    confidence: "high (price), medium (date)",
  },
  {
    gpu: "RTX4090",
    venue: "Render compute subnet",
    date: "2025",
    usdPerHour: 0.35,
    source: "RNP-019",
    confidence: "high",
  },
  {
    gpu: "RTX3090",
    venue: "Render compute subnet",
    date: "2025",
    usdPerHour: 0.31,
    source: "RNP-019",
    confidence: "high",
  },
  {
    gpu: "RTX5090",
    venue: "Render compute subnet",
    date: "2025",
    usdPerHour: 0.57,
    range: [0.45, 0.69],
    source: "RNP-019",
    confidence: "high",
  },
  {
    gpu: "H200",
    venue: "Render worked example",
    date: "2025-H2",
    usdPerHour: 2.0,
    source: "RNP-021",
    confidence: "high",
  },
  {
    gpu: "RTX4090",
    venue: "Vast.ai on demand",
    date: "2026-06",
    usdPerHour: 0.78,
    range: [0.682, 0.875],
    source: "usagepricing.com",
    confidence: "medium",
  },
];

/** What export controls did to prices, relative to where there were none: for shocks. The sign is not the same everywhere. */
export const exportControls = [
  {
    date: "2023-06",
    observed: "A100 about 20,000 USD on Shenzhen grey market against about 10,000 list",
    multiplier: 2.0,
    source: "Reuters via trade press",
  },
  {
    date: "2024-09",
    observed: "8xA100 server rental about 6 USD/h at small Chinese clouds, about 10 USD/h in the US",
    multiplier: 0.6,
    source: "Financial Times via trade press",
  },
  {
    date: "2026-06",
    observed: "DGX B300 about 1.1M USD grey market against about 0.55M list",
    multiplier: 2.0,
    source: "stockwirex summary",
  },
] as const;

/** USD an hour of an H100: a loss below the first, better than shares above the second. Source: Latent Space essay, 2024. */
export const publishedBreakEven = { lossBelow: 1.65, beatsSharesAbove: 2.85 } as const;
