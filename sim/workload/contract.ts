/** One thing that a GPU can do elsewhere. */
export interface OutsideOption {
  readonly name: string;
  /**
   * Gross USD per available hour of a unit of relative throughput 1, on a day of the run.
   *
   * @param ours reference hours a day that operators of this network supply there
   */
  usdPerHour(day: number, ours: number): number;
  /** reference hours a day that others supply there; Infinity where hours from here move no price */
  othersHours(day: number): number;
  /** USD to move a unit there or back */
  readonly switchingUsd: number;
  /** seconds that a move is expected to last, over which its cost is spread */
  readonly expectedStaySeconds: number;
  /** time constant of the average that operators keep of its pay, seconds; 0: they look at the pay of the epoch */
  readonly memorySeconds: number;
}

/** What else a GPU can earn: none or more options. */
export interface Workload {
  readonly options: readonly OutsideOption[];
}
