import { floats } from "../core/arrays.ts";
import { sum, type Vec } from "../core/matrix.ts";
import type { Refusal } from "./refusal.ts";

const U16_MAX = 65_535;
/** Above this maximum the chain's fixed point would overflow, so it divides before it multiplies. */
const LARGEST_MULTIPLIED = 32_768;
/** Resolution of the quotient that it takes then. */
const QUOTIENT_STEPS = 2 ** 32;

/**
 * Weights as the chain stores a row: whole numbers of which the largest is 65535.
 *
 *   w_k = round(65535 v_k / max v)      where max v > 32768: round(v_k q), q = 65535 / max v cut to 32 binary places
 *
 * Rounding is to nearest, halves up; it is the only such rounding on the chain. All zero stays all zero.
 *
 * @param values [k] 0 or more, in any unit
 * @returns [k] whole numbers from 0 to 65535
 * @throws RangeError for a value that is negative or not finite
 * Source: opentensor/subtensor at 14bc6f9, pallets/subtensor/src/epoch/math.rs, vec_max_upscale_to_u16.
 */
export function maxUpscale(values: Vec): Float64Array {
  let largest = 0;
  for (let k = 0; k < values.length; k++) {
    const value = values[k]!;
    if (!(value >= 0 && value < Infinity))
      throw new RangeError(`maxUpscale: value ${k} is ${value}; expected a number, 0 or more`);
    if (value > largest) largest = value;
  }
  const scaled = floats(values.length);
  if (largest === 0) return scaled;
  scaled.set(values);
  upscale(scaled, 0, scaled.length, largest);
  return scaled;
}

/** The same in place for a part of a list whose largest value, above 0, is known. Writes the list. */
export function upscale(values: Float64Array, from: number, to: number, largest: number): void {
  const quotient = Math.floor((U16_MAX / largest) * QUOTIENT_STEPS) / QUOTIENT_STEPS;
  const multiplied = largest <= LARGEST_MULTIPLIED;
  for (let k = from; k < to; k++)
    values[k] = Math.round(multiplied ? (values[k]! * U16_MAX) / largest : values[k]! * quotient);
}

/**
 * Whether no weight has more than a share of the row.   max v / sum v <= limit / 65535
 * Compared without dividing, so that a third of 65535 is a third. An empty or all-zero row has no share above any limit.
 *
 * @param values   [k] whole numbers, 0 or more
 * @param limitU16 largest share allowed, in 1/65535
 * Source: opentensor/subtensor at 14bc6f9, pallets/subtensor/src/epoch/math.rs, check_vec_max_limited.
 */
export function maxShareAtMost(values: Vec, limitU16: number): boolean {
  let largest = 0;
  for (let k = 0; k < values.length; k++) largest = Math.max(largest, values[k]!);
  return largest * U16_MAX <= limitU16 * sum(values);
}

/**
 * Whether a neuron may set or commit weights again: at once the first time (last update 0), then after the limit.
 * @param lastUpdate, block, limitBlocks blocks
 */
export function withinRateLimit(lastUpdate: number, block: number, limitBlocks: number): boolean {
  return lastUpdate === 0 || block - lastUpdate >= limitBlocks;
}

/** What a subnet asks of the weights that it takes. */
export interface SubmissionRules {
  /** neurons of the subnet */
  readonly n: number;
  readonly ownerUid: number | null;
  /** stake that counts (`countedStake`), tokens */
  readonly stakeThreshold: number;
  /** 0 for off */
  readonly versionKey: number;
  readonly rateLimitBlocks: number;
  /** under commit-reveal the rate limit holds for commits instead */
  readonly commitReveal: boolean;
  readonly minWeights: number;
  /** largest share of a row in 1/65535; 65535 for off */
  readonly maxShareU16: number;
}

/** The neuron that submits, as the chain knows it. */
export interface Submitter {
  readonly uid: number;
  /** stake that counts, tokens */
  readonly stake: number;
  /** block of its last weights or commit, 0 for never */
  readonly lastUpdate: number;
  readonly permit: boolean;
}

/** A row as it is sent: `values[k]`, 0 to 65535, for the neuron `uids[k]`. */
export interface Submission {
  readonly uids: Vec;
  readonly values: Vec;
  readonly versionKey: number;
  readonly block: number;
}

/** The row as it is stored, `[uid, weight]` by rising uid with explicit zeros, or why it is not. */
export type Submitted = { readonly row: readonly (readonly [number, number])[] } | { readonly refusal: Refusal };

/**
 * Takes or refuses a row of weights, by the first check that fails in the chain's order: as many values as uids, no more
 * than neurons, registered, stake, version key, rate limit, permit, duplicates, uid range, number of weights, largest share.
 *
 * The owner needs neither stake nor permit. A single weight on oneself needs no permit and no minimum number, and may have any
 * share. What is taken replaces the whole row, max-upscaled.
 *
 * Source: opentensor/subtensor at 14bc6f9, pallets/subtensor/src/subnets/weights.rs, internal_set_weights.
 */
export function submitWeights(rules: SubmissionRules, who: Submitter, sent: Submission): Submitted {
  const weights = maxUpscale(sent.values);
  const [refusal] = refusals(rules, who, sent, weights);
  if (refusal) return { refusal };
  const row = Array.from(sent.uids, (uid, k) => [uid, weights[k]!] as const);
  return { row: row.sort(([a], [b]) => a - b) };
}

const refuse = (rule: string, found: string, expected: string): Refusal => ({ rule, found, expected });

function* refusals(rules: SubmissionRules, who: Submitter, sent: Submission, weights: Vec): Generator<Refusal> {
  const { n } = rules;
  const { uids, values } = sent;
  const count = uids.length;
  if (values.length !== count)
    yield refuse("lengths", `${count} uids, ${values.length} values`, "as many values as uids");
  if (count > n) yield refuse("length", `${count} weights`, `at most ${n}, the neurons of the subnet`);
  if (!isUid(who.uid, n)) yield refuse("registered", `uid ${who.uid}`, `a uid from 0 to ${n - 1}`);
  yield* refusalsOfSubmitter(rules, who, sent);
  yield* refusalsOfRow(rules, who, uids, weights);
}

function* refusalsOfSubmitter(rules: SubmissionRules, who: Submitter, sent: Submission): Generator<Refusal> {
  const owner = who.uid === rules.ownerUid;
  if (!owner && who.stake < rules.stakeThreshold)
    yield refuse("stake", `stake of ${who.stake}`, `at least ${rules.stakeThreshold}`);
  if (rules.versionKey !== 0 && sent.versionKey < rules.versionKey)
    yield refuse("version key", `${sent.versionKey}`, `at least ${rules.versionKey}`);
  if (!rules.commitReveal && !withinRateLimit(who.lastUpdate, sent.block, rules.rateLimitBlocks)) {
    const since = sent.block - who.lastUpdate;
    yield refuse("rate limit", `${since} blocks after the last weights`, `at least ${rules.rateLimitBlocks}`);
  }
  if (!owner && !who.permit && !isSelfWeight(who, sent.uids))
    yield refuse("permit", `uid ${who.uid} without a validator permit`, "a permit, or one weight on itself alone");
}

function* refusalsOfRow(rules: SubmissionRules, who: Submitter, uids: Vec, weights: Vec): Generator<Refusal> {
  const { n, minWeights, maxShareU16 } = rules;
  const all = Array.from(uids);
  const twice = all.find((uid, k) => all.indexOf(uid) < k);
  if (twice !== undefined) yield refuse("duplicates", `uid ${twice} twice`, "each uid once");
  const outside = all.find((uid) => !isUid(uid, n));
  if (outside !== undefined) yield refuse("uid range", `uid ${outside}`, `uids from 0 to ${n - 1}`);
  if (isSelfWeight(who, uids)) return;
  const least = Math.min(n, minWeights);
  if (all.length < least) yield refuse("number of weights", `${all.length}`, `at least ${least}`);
  if (maxShareU16 < U16_MAX && !maxShareAtMost(weights, maxShareU16))
    yield refuse("largest share", "a weight with a larger share", `shares of at most ${maxShareU16}/${U16_MAX}`);
}

const isUid = (uid: number, n: number) => Number.isInteger(uid) && uid >= 0 && uid < n;

const isSelfWeight = ({ uid }: Submitter, uids: Vec) => uids.length === 1 && uids[0] === uid;
