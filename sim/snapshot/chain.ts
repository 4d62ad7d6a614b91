import type { LiquidAlpha } from "../consensus/bondRules/liquidAlpha.ts";
import { carriedBonds } from "../consensus/bonds.ts";
import type { ConsensusInput } from "../consensus/contract.ts";
import { splitEmission, type EmissionSplit } from "../consensus/payout.ts";
import { nextPermits } from "../consensus/permits.ts";
import { stakeShares } from "../consensus/stake.ts";
import { readBonds } from "../consensus/storage.ts";
import { yumaEpoch, type YumaEpoch, type YumaParameters } from "../consensus/yuma.ts";
import { pairsOf, sparseFromPairs, type SparseRows } from "../core/matrix.ts";
import type { ChainParameters, ChainSnapshot, WrittenStep } from "./chainSchema.ts";
import type { Pairs } from "./fields.ts";
import { cut, cutBonds, cutU16, readCutBonds, storedCutBonds } from "./fixedPoint.ts";

/** State of a subnet when an epoch runs, in the chain's units; nothing is left out. */
export interface ChainStep {
  readonly block: number;
  readonly stake: readonly number[];
  readonly last_update: readonly number[];
  readonly block_at_registration: readonly number[];
  readonly weights_u16: Pairs;
  /** permits used in this epoch */
  readonly permits_in: readonly boolean[];
  readonly bonds_in_u16: Pairs;
  /** block of the oldest unexpired commit by uid, null for none; left out where commit-reveal is off */
  readonly commit_blocks?: readonly (number | null)[];
}

/** One epoch with what went in and what the chain would store and pay. */
export interface ChainOutcome {
  readonly parameters: YumaParameters;
  readonly input: ConsensusInput;
  readonly epoch: YumaEpoch;
  /** [n, n] B' before storage, in the chain's fixed point */
  readonly emaBonds: SparseRows;
  /** [n, n] u16 */
  readonly bondsOut: SparseRows;
  /** [n] units of the emission, not yet floored */
  readonly paid: EmissionSplit;
}

/** The rule's parameters.   kappa = kappa_u16/65535, alpha = 1 - ppm/1e6 */
function parametersOf(params: ChainParameters): YumaParameters {
  return {
    kappa: cutU16(params.kappa_u16),
    bondsPenalty: cutU16(params.bonds_penalty_u16),
    bondAlpha: 1 - cut(params.bonds_moving_average_ppm / 1e6),
    bonds: params.yuma3_on ? "yuma3" : "classic",
    // Without Yuma 3 the chain ignores liquid alpha.
    liquidAlpha: params.yuma3_on && params.liquid_alpha_on ? liquidOf(params) : undefined,
    activityCutoff: params.activity_cutoff_blocks,
    stakeThreshold: 0, // inputOf has looked at it
    maxValidators: params.max_allowed_validators,
  };
}

function liquidOf(params: ChainParameters): LiquidAlpha {
  return {
    low: cutU16(params.alpha_low_u16),
    high: cutU16(params.alpha_high_u16),
    steepness: params.alpha_sigmoid_steepness_i16,
    consensus: "current",
    compares: "bondWeights",
  };
}

function inputOf(n: number, params: ChainParameters, step: ChainStep): ConsensusInput {
  const { commit_blocks: commits } = step;
  const stored = sparseFromPairs(step.bonds_in_u16, n);
  return {
    n,
    block: step.block,
    tempo: params.tempo,
    // Shares, cut: of active stake that is small beside the rest, what the cut leaves shows.
    stake: stakeShares(step.stake, params.stake_threshold, params.owner_uid).map(cut),
    lastUpdate: Float64Array.from(step.last_update),
    registeredAt: Float64Array.from(step.block_at_registration),
    permits: step.permits_in.map(Number),
    weights: sparseFromPairs(step.weights_u16, n),
    bonds: params.yuma3_on ? readCutBonds(stored) : readBonds(stored),
    lastStepBlock: params.last_mechanism_step_block,
    ownerUid: params.owner_uid,
    before: null, // the chain's rule looks at this epoch alone
    ...(commits && { commitBlocks: commits.map((block) => block ?? Infinity) }),
  };
}

/**
 * One epoch in the chain's units.
 *
 * @param n number of uids
 * Source: docs/yuma.md, the whole page; equations 17 and 23 for what is stored.
 */
export function chainEpoch(n: number, params: ChainParameters, step: ChainStep): ChainOutcome {
  const parameters = parametersOf(params);
  const input = inputOf(n, params, step);
  const epoch = yumaEpoch(parameters, input);
  const emaBonds = cutBonds(parameters, input, epoch);
  return {
    parameters,
    input,
    epoch,
    emaBonds,
    bondsOut: carriedBonds(storedCutBonds(parameters, emaBonds), epoch.permits),
    paid: splitEmission(epoch, params.emission_units),
  };
}

/** A step of a snapshot and its outcome. */
export interface PlayedStep {
  readonly step: WrittenStep;
  readonly outcome: ChainOutcome;
}

/** The epochs of a snapshot, one after the other; bonds and permits go on as the chain would store them. */
export function* playChain({ n, params, stake, steps }: ChainSnapshot): Generator<PlayedStep> {
  let before: ChainStep | undefined;
  for (const step of steps) {
    const parameters: ChainParameters = { ...params, ...step };
    const written = stake ? { stake, ...step } : step;
    const now = filled(written, before ?? beforeTheFirst(n, parameters, written));
    const outcome = chainEpoch(n, parameters, now);
    yield { step, outcome };
    const { commit_blocks: _passing, ...lasting } = now;
    before = {
      ...lasting,
      permits_in: Array.from(outcome.epoch.permits, Boolean),
      bonds_in_u16: pairsOf(outcome.bondsOut),
    };
  }
}

/** A step with everything: what it leaves out stays as it was after the step before. */
function filled(step: WrittenStep, before: ChainStep): ChainStep {
  const { weights_u16_changed_rows: changed = {}, weights_u16 = before.weights_u16 } = step;
  return { ...before, ...step, weights_u16: weights_u16.map((row, uid) => changed[uid] ?? row) };
}

/**
 * Where a first step is silent: everybody has just set weights, was registered long ago and holds no bonds, and permits are
 * those that an epoch before would have given for the same stake.
 */
function beforeTheFirst(n: number, params: ChainParameters, step: WrittenStep): ChainStep {
  const { stake_threshold, owner_uid, max_allowed_validators } = params;
  const stake = step.stake!; // the reader asks the first step for it
  const shares = stakeShares(stake, stake_threshold, owner_uid);
  const empty: Pairs = Array.from({ length: n }, () => []);
  return {
    block: step.block,
    stake,
    last_update: Array.from({ length: n }, () => step.block),
    block_at_registration: Array.from({ length: n }, () => 0),
    weights_u16: empty,
    permits_in: Array.from(nextPermits(shares, max_allowed_validators, owner_uid), Boolean),
    bonds_in_u16: empty,
  };
}
