/** How operators work: what some of them change by what they earn. All [operators]. */
export interface Conduct {
  /** phi: share of hours that trains */
  readonly trainShare: Float64Array;
  /** direction in which phi moved last, 1 or -1 */
  readonly direction: Int8Array;
  /** USD of profit and hours since then, and profit an hour of the time before; NaN where there was none */
  readonly profitUsd: Float64Array;
  readonly profitHours: Float64Array;
  readonly profitBefore: Float64Array;
  /** epochs since phi moved */
  readonly climbed: Int32Array;
  /** share of available hours that runs */
  readonly runShare: Float64Array;
}

/** Before the first epoch. @param trainShare [operators] as the scenario has it */
export function openingConduct(trainShare: Float64Array): Conduct {
  const n = trainShare.length;
  return {
    trainShare,
    direction: new Int8Array(n).fill(1),
    profitUsd: new Float64Array(n),
    profitHours: new Float64Array(n),
    profitBefore: new Float64Array(n).fill(NaN),
    climbed: new Int32Array(n),
    runShare: new Float64Array(n).fill(1),
  };
}
