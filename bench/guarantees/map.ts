import type { ConsensusInput } from "../../sim/consensus/contract.ts";
import { yumaEpoch, type YumaParameters } from "../../sim/consensus/yuma.ts";
import { emptyRows } from "../../sim/core/matrix.ts";
import { submittedWeights, UIDS, VALIDATORS, type Camps } from "./camps.ts";
import type { Setting } from "./settings.ts";

/** What the honest camp gets of an epoch, as fractions. */
export interface HonestShares {
  /** share of what servers get */
  readonly incentive: number;
  /** share of what validators get */
  readonly dividend: number;
  /** true where no weight had support κ, so that all emission went by stake and both shares are S */
  readonly fallback: boolean;
}

/** One epoch, after one in which permits were handed out and nobody set weights. */
const epoch: Omit<ConsensusInput, "stake" | "weights"> = {
  n: UIDS,
  block: 1,
  tempo: 360,
  lastUpdate: new Float64Array(UIDS).fill(1),
  registeredAt: new Float64Array(UIDS),
  permits: Uint8Array.from({ length: UIDS }, (_, uid) => (uid < VALIDATORS ? 1 : 0)),
  bonds: emptyRows(UIDS, UIDS),
  before: null,
  lastStepBlock: 0,
  ownerUid: null,
};

/**
 * The chain rounds each validator's share of stake down to 2^-32, so that a camp's shares sum to a hair less than S, and
 * a camp with S = κ misses support of κ. Our shares sum to S; to ask for that hair more comes to the same, and matters
 * where S or 1 - S equals κ only.
 */
const ROUNDED_DOWN = VALIDATORS * 2 ** -32;

/**
 * The chain's numbers for a setting: κ in 16 bits, rounded down; β as its test hands it over. Bonds start empty, so that
 * the moving average does not enter.
 * Source: opentensor/subtensor, pallets/subtensor/src/tests/consensus.rs, `map_consensus_guarantees`.
 */
export function parametersOf({ kappa, beta }: Pick<Setting, "kappa" | "beta">): YumaParameters {
  return {
    kappa: Math.floor(kappa * 65_535) / 65_535 + ROUNDED_DOWN,
    bondsPenalty: Math.floor(beta * 65_534) / 65_535,
    bondAlpha: 0.1,
    bonds: "classic",
    storage: "float", // no second epoch reads what this one stores
    stakeThreshold: 0,
    maxValidators: VALIDATORS,
  };
}

/**
 * The honest camp's shares after one epoch.   I_H = sum of I over honest servers, D_H = sum of D over honest validators
 * @param honestWeight W_H, fraction
 * @param minorWeight  W_C, fraction
 * @throws RangeError when either is not a fraction
 */
export function honestShares(
  camps: Camps,
  parameters: YumaParameters,
  honestWeight: number,
  minorWeight: number,
): HonestShares {
  const { honestValidators, honestServers, stake } = camps;
  const weights = submittedWeights(camps, honestWeight, minorWeight);
  const { incentive, dividend, fallback } = yumaEpoch(parameters, { ...epoch, stake, weights });
  if (fallback) {
    const byStake = sumOf(fallback.shares, 0, honestValidators);
    return { incentive: byStake, dividend: byStake, fallback: true };
  }
  return {
    incentive: sumOf(incentive, VALIDATORS, VALIDATORS + honestServers),
    dividend: sumOf(dividend, 0, honestValidators),
    fallback: false,
  };
}

/** E_H = ξ D_H + (1 - ξ) I_H, fraction of all emission. */
export function honestEmission({ dividend, incentive }: HonestShares, xi: number): number {
  return xi * dividend + (1 - xi) * incentive;
}

function sumOf(values: Float64Array, from: number, to: number): number {
  let total = 0;
  for (let k = from; k < to; k++) total += values[k]!;
  return total;
}
