/** What else a GPU can earn. */
export interface Workload {
  /** false when there is no other use of the hardware */
  readonly exists: boolean;
  /**
   * Expected gross USD per available hour of a unit of relative throughput 1, on a day of the run.
   * Already multiplied by the utilisation to expect there.
   */
  usdPerHour(day: number): number;
  /** USD to move a unit there or back */
  readonly switchingUsd: number;
  /** seconds that a move is expected to last, over which its cost is spread */
  readonly expectedStaySeconds: number;
}
