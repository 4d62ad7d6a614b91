/** What a run's folder says of itself. Times of day and host names are kept out: everything here may be compared. */
export interface Manifest {
  /** version of this package */
  readonly taper: string;
  readonly name: string;
  /** the one question of the scenario */
  readonly question: string;
  /** sha256 of the canonical scenario */
  readonly hash: string;
  readonly seed: number;
  /** who did the work: curve, replay or the tensor backend that trained */
  readonly backend: string;
  /** names and versions that the bytes of the records depend on */
  readonly versions: Readonly<Record<string, string>>;
  /** cut first, then keep, then never */
  readonly arms: readonly string[];
  readonly blockSeconds: number;
  /** blocks per epoch */
  readonly tempo: number;
  readonly epochs: number;
  readonly epochDays: number;
  /** days from the start of the run; null when the subsidy never ends, its `floorDay` where no plan says it */
  readonly subsidyEnd: {
    readonly announcedDay: number;
    readonly fromDay: number;
    readonly floorDay: number | null;
  } | null;
  /** how hours of hardware become work: printed in every report */
  readonly scale: { readonly stepsPerReferenceHour: number; readonly requestsPerReferenceHour: number };
  /** longest hardware life in the scenario, days */
  readonly hardwareLifeDays: number;
  /** what the reader should know before believing a figure */
  readonly warnings: readonly string[];
  /** canonical scenario: every default filled in */
  readonly scenario: unknown;
  readonly status: "running" | "interrupted" | "complete";
}
