/**
 * What the consensus-guarantee experiment varies, and what was published about it.
 * Source: docs/consensus.md of opentensor/subtensor at 14bc6f9, section "Consensus guarantees", and the test
 * `map_consensus_guarantees` of pallets/subtensor/src/tests/consensus.rs.
 */
export interface Setting {
  /** σ: standard deviation of a weight, as a fraction of the mean weight of its camp */
  readonly sigmaWeights: number;
  /** κ: share of stake that must support a weight; the chain stores it in 16 bits */
  readonly kappa: number;
  /** β: how far bonds follow clipped weights */
  readonly beta: number;
  /** ξ: share of emission for validators; the chain fixes 1/2, other values are on paper only */
  readonly xi: number;
}

const base: Setting = { sigmaWeights: 0.4, kappa: 0.5, beta: 1, xi: 0.5 };

/** By the name that the plots have. */
export const settings = {
  base,
  stddev_0: { ...base, sigmaWeights: 0 },
  stddev_20: { ...base, sigmaWeights: 0.2 },
  beta_0: { ...base, beta: 0 },
  beta_50: { ...base, beta: 0.5 },
  xi_0: { ...base, xi: 0 },
  xi_25: { ...base, xi: 0.25 },
  kappa_40: { ...base, kappa: 0.4 },
  kappa_60: { ...base, kappa: 0.6 },
} as const satisfies Record<string, Setting>;

export type SettingName = keyof typeof settings;

/** S, the honest camp's shares of stake. */
export const honestStakes = [0.51, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 0.99];

/** Steps from 0 to 1 of either self-weight. */
export const STEPS = 50;

/** 0, 0.02, ... 1: both W_H and W_C take these. */
export const selfWeights: readonly number[] = Array.from({ length: STEPS + 1 }, (_, k) => k / STEPS);

/** "Which W_H keeps S whatever the minor camp says?", as the text of the page answers it. */
export interface Headline {
  readonly setting: SettingName;
  readonly honestStake: number;
  readonly needed: number;
  /** W_C at which that much is needed, where the page or its plot shows it */
  readonly worstMinorWeight: number;
}

const headline = (setting: SettingName, honestStake: number, needed: number, worstMinorWeight: number): Headline => ({
  setting,
  honestStake,
  needed,
  worstMinorWeight,
});

export const headlines: readonly Headline[] = [
  headline("stddev_0", 0.6, 0.6, 0.4),
  headline("stddev_20", 0.6, 0.67, 0.6),
  headline("base", 0.6, 0.73, 0.8),
  headline("beta_0", 0.6, 0.78, 1),
  headline("beta_50", 0.6, 0.76, 1),
  headline("xi_0", 0.6, 0.82, 1),
  headline("xi_25", 0.6, 0.78, 1),
  headline("kappa_40", 0.51, 0.93, 1),
  headline("base", 0.51, 0.88, 1),
  headline("kappa_60", 0.51, 1, 1),
  headline("base", 0.7, 0.75, 0.65),
];

/** A point of the map of which the chain's authors once asserted that honest emission is at least S. */
export interface AssertedPoint {
  readonly honestStake: number;
  readonly honestWeight: number;
  readonly minorWeight: number;
  readonly sigmaWeights: number;
}

/** The fourteen of `test_consensus_guarantees`, which is commented out in the same file. */
export const assertedPoints: readonly AssertedPoint[] = (
  [
    [0.51, 1, 1, 0.001],
    [0.51, 0.03, 0, 0.001],
    [0.51, 0.51, 0.49, 0.001],
    [0.51, 0.51, 1, 0.001],
    [0.51, 0.61, 0.8, 0.1],
    [0.6, 0.67, 0.65, 0.2],
    [0.6, 0.74, 0.77, 0.4],
    [0.6, 0.76, 0.8, 0.4],
    [0.6, 0.76, 1, 0.4],
    [0.6, 0.92, 1, 0.4],
    [0.6, 0.94, 1, 0.4],
    [0.65, 0.78, 0.85, 0.6],
    [0.7, 0.81, 0.85, 0.8],
    [0.7, 0.83, 0.85, 1],
  ] as const
).map(([honestStake, honestWeight, minorWeight, sigmaWeights]) => ({
  honestStake,
  honestWeight,
  minorWeight,
  sigmaWeights,
}));
