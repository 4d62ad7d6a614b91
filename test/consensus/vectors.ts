import { readdirSync, readFileSync } from "node:fs";
import { sparseFromPairs, type SparseRows } from "../../sim/core/matrix.ts";
import type { ConsensusInput } from "../../sim/consensus/contract.ts";
import { carriedBonds } from "../../sim/consensus/bonds.ts";
import { splitEmission } from "../../sim/consensus/payout.ts";
import { readYuma3Bonds, storedBonds, storedYuma3Bonds } from "../../sim/consensus/storage.ts";
import type { LiquidAlpha } from "../../sim/consensus/yuma3.ts";
import { yumaEpoch, type YumaEpoch, type YumaParameters } from "../../sim/consensus/yuma.ts";

/** Cases taken from the chain's own tests; each file names its source. Fields are described in docs/yuma.md's words. */
const folder = new URL("../vectors/consensus/", import.meta.url);

export interface VectorFile {
  readonly name: string;
  readonly kind: string;
  readonly source: Record<string, string>;
}

export type Pairs = [number, number][][];

/** u16 proportions mean x/65535, ppm x/1e6. */
export interface ChainParameters {
  readonly tempo: number;
  readonly activity_cutoff_blocks: number;
  readonly stake_threshold: number;
  readonly kappa_u16: number;
  readonly bonds_penalty_u16: number;
  readonly bonds_moving_average_ppm: number;
  readonly yuma3_on: boolean;
  readonly liquid_alpha_on?: boolean;
  readonly alpha_low_u16: number;
  readonly alpha_high_u16: number;
  readonly alpha_sigmoid_steepness_i16: number;
  readonly emission_units: number;
  readonly owner_uid: number | null;
  readonly last_mechanism_step_block?: number;
  readonly max_allowed_validators: number;
}

export interface Step {
  readonly label: string;
  readonly block: number;
  readonly stake: number[];
  readonly last_update: number[];
  readonly block_at_registration: number[];
  readonly weights_u16: Pairs;
  readonly permits_in: boolean[];
  readonly bonds_in_u16: Pairs;
  readonly commit_blocks?: (number | null)[];
  readonly last_mechanism_step_block?: number;
  readonly asserted: Record<string, never>;
  readonly expected: Record<string, never>;
}

export interface EpochSequence extends VectorFile {
  readonly n: number;
  readonly params: ChainParameters;
  readonly tolerance: {
    readonly expected_float_abs: number;
    readonly expected_u16_abs: number;
    readonly expected_emission_abs: number;
  };
  readonly steps: Step[];
}

/** Every file of the folder, by kind. */
export function vectors<File extends VectorFile>(kind: string): File[] {
  return allVectors().filter((file) => file.kind === kind) as File[];
}

export function allVectors(): VectorFile[] {
  return readdirSync(folder).map((name) => JSON.parse(readFileSync(new URL(name, folder), "utf8")) as VectorFile);
}

export function parametersOf(params: ChainParameters): YumaParameters {
  return {
    kappa: params.kappa_u16 / 65_535,
    bondsPenalty: params.bonds_penalty_u16 / 65_535,
    bondAlpha: 1 - params.bonds_moving_average_ppm / 1e6,
    bonds: params.yuma3_on ? "yuma3" : "classic",
    liquidAlpha: params.yuma3_on && params.liquid_alpha_on ? liquidOf(params) : undefined,
    activityCutoff: params.activity_cutoff_blocks,
    stakeThreshold: params.stake_threshold,
    maxValidators: params.max_allowed_validators,
  };
}

function liquidOf(params: ChainParameters): LiquidAlpha {
  const { alpha_low_u16: low, alpha_high_u16: high, alpha_sigmoid_steepness_i16: steepness } = params;
  return { low: low / 65_535, high: high / 65_535, steepness };
}

export function inputOf(n: number, params: ChainParameters, step: Step): ConsensusInput {
  const { commit_blocks: commits } = step;
  return {
    n,
    block: step.block,
    tempo: params.tempo,
    stake: Float64Array.from(step.stake),
    lastUpdate: Float64Array.from(step.last_update),
    registeredAt: Float64Array.from(step.block_at_registration),
    permits: step.permits_in.map(Number),
    weights: sparseFromPairs(step.weights_u16, n),
    bonds: params.yuma3_on
      ? readYuma3Bonds(sparseFromPairs(step.bonds_in_u16, n))
      : sparseFromPairs(step.bonds_in_u16, n),
    lastStepBlock: step.last_mechanism_step_block ?? params.last_mechanism_step_block ?? 0,
    ownerUid: params.owner_uid,
    ...(commits && { commitBlocks: commits.map((block) => block ?? Infinity) }),
  };
}

export interface EpochOutcome {
  readonly epoch: YumaEpoch;
  /** as the chain would store them */
  readonly bondsOut: SparseRows;
  readonly paid: ReturnType<typeof splitEmission>;
}

export function runEpoch(n: number, params: ChainParameters, step: Step): EpochOutcome {
  const epoch = yumaEpoch(parametersOf(params), inputOf(n, params, step));
  return {
    epoch,
    bondsOut: carriedBonds((params.yuma3_on ? storedYuma3Bonds : storedBonds)(epoch.emaBonds), epoch.permits),
    paid: splitEmission(epoch, params.emission_units),
  };
}

/** Rows of pairs as a full matrix, so that a missing entry and an explicit 0 compare equal. */
export function dense(m: SparseRows | Pairs, n: number): number[][] {
  const rows = Array.from({ length: n }, () => new Array<number>(n).fill(0));
  if (Array.isArray(m)) m.forEach((row, i) => row.forEach(([j, value]) => (rows[i]![j] = value)));
  else {
    for (let i = 0; i < n; i++) {
      for (let k = m.start[i]!; k < m.start[i + 1]!; k++) rows[i]![m.index[k]!] = m.value[k]!;
    }
  }
  return rows;
}
