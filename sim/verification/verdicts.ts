import { bytes, copyOf, floats, ints } from "../core/arrays.ts";
import type { Clock } from "../core/clock.ts";
import { isNothing, zeros } from "../core/columns.ts";
import { matrix, type Matrix } from "../core/matrix.ts";
import { draw, hash32 } from "../core/random.ts";
import type { Audited, JudgeInput } from "./contract.ts";
import { slash, type Bench, type PenaltyRule } from "./penalties.ts";

export interface VerdictRule extends PenaltyRule {
  readonly usdPerAudit: number;
  readonly payer: "validator" | "miner";
  readonly falsePositive: number;
  readonly appeal?: number | undefined;
  readonly tolerance: number;
}

/** Whether check t of pair k fails: each where its evidence says so, else those that faulty hardware fails. */
export function faultAt(
  { falsePositive }: Pick<VerdictRule, "falsePositive">,
  { seed, epoch, plan, validatorIds, operatorIds }: JudgeInput,
  wrong: (k: number) => boolean,
): (k: number, t: number) => boolean {
  return (k, t) => {
    if (wrong(k)) return true;
    if (falsePositive === 0) return false;
    const auditor = hash32(validatorIds[plan.validators[k]!]!);
    return draw(seed, `faulty hardware ${t}`, epoch, operatorIds[plan.miners[k]!]!, auditor) < falsePositive;
  };
}

/** How many of so many checks hold. */
export function countOf(checks: number, holds: (t: number) => boolean): number {
  let count = 0;
  for (let t = 0; t < checks; t++) if (holds(t)) count++;
  return count;
}

/** [pairs] failed checks of each pair. */
export function faultsOf(
  rule: Pick<VerdictRule, "falsePositive">,
  input: JudgeInput,
  wrong: (k: number) => boolean,
): Int32Array {
  const { miners, checks } = input.plan;
  const faults = ints(miners.length);
  const fails = rule.falsePositive > 0 ? faultAt(rule, input, wrong) : null;
  for (let k = 0; k < faults.length; k++) {
    const ran = checks?.[k] ?? 1;
    if (wrong(k)) faults[k] = ran;
    else if (fails) faults[k] = countOf(ran, (t) => fails(k, t));
  }
  return faults;
}

/** Each pair with faults for itself: its checks are nobody else's. */
function alone(faults: Int32Array): Bench[] {
  const benches: Bench[] = [];
  for (let k = 0; k < faults.length; k++) if (faults[k]! > 0) benches.push([k]);
  return benches;
}

/**
 * What audits that can fail come to: estimates, costs by payer, appeals, strikes and slashes.
 *
 * A failed audit is published with its evidence, so that every working validator takes quality 0 for it; what an audit found
 * that did not fail stays with who ran it. Whose outputs are within the tolerance appeals where it can, pays for the second run of
 * each failed check and is cleared; who is not would lose, and does not. Checks of a pair are paid whatever comes of them.
 * Source: docs/economy.md, equations 71 and 72.
 *
 * @param faults [pairs] failed checks before appeals
 * @param benches pairs with faults that ran the same checks, which count once, are appealed once and are cleared where none of them saw another model
 */
export function settleAudits(
  rule: VerdictRule,
  clock: Clock,
  input: JudgeInput,
  faults: Int32Array,
  finalitySeconds: number,
  benches: readonly Bench[] = alone(faults),
): Audited {
  const { plan, found, validatorIds, operatorIds, working } = input;
  const estimates = matrix(validatorIds.length, operatorIds.length, NaN);
  const flags = floats(operatorIds.length);
  const failedAudits = benches.length > 0 ? floats(operatorIds.length) : zeros(operatorIds.length);
  const failed = bytes(faults.length);
  const costUsd = floats(validatorIds.length);
  const { standing, appeals, minerUsd } = appealed(rule, input, faults, benches);
  let checks = appeals;
  for (let k = 0; k < plan.miners.length; k++) {
    const i = plan.validators[k]!;
    const j = plan.miners[k]!;
    const ran = plan.checks?.[k] ?? 1;
    checks += ran;
    if (rule.payer === "miner") minerUsd[j]! += rule.usdPerAudit * ran;
    else costUsd[i]! += rule.usdPerAudit * ran;
    if (found[k]! <= 0) flags[j]! += 1;
    if (standing[k]! > 0) {
      failedAudits[j]! += 1;
      failed[k] = 1;
    }
    estimates.data[i * operatorIds.length + j] = found[k]!;
  }
  publish(estimates, working, failedAudits);
  return {
    estimates,
    flags,
    failed,
    failedAudits,
    checks,
    costUsd,
    minerUsd,
    jackpotUsd: zeros(validatorIds.length),
    jackpotFrom: "",
    finalitySeconds,
    ...slash(rule, clock, input, standing, benches),
  };
}

/** What appeals leave: [pairs] failed checks, runs that they took, [operators] USD that they cost. */
function appealed(
  { appeal, tolerance }: VerdictRule,
  { plan, evidence, operatorIds }: JudgeInput,
  faults: Int32Array,
  benches: readonly Bench[],
) {
  const standing = copyOf(faults);
  const minerUsd = floats(operatorIds.length);
  let appeals = 0;
  for (const bench of appeal === undefined || !evidence ? [] : benches) {
    const failed = faults[bench[0]!]!;
    if (failed === 0 || !bench.every((k) => evidence!.difference[k]! <= tolerance)) continue;
    minerUsd[plan.miners[bench[0]!]!]! += appeal! * failed;
    appeals += failed;
    for (const k of bench) standing[k] = 0;
  }
  return { standing, appeals, minerUsd };
}

/** Quality 0 of those who failed, in the estimates of all who work. Writes the estimates. */
export function publish({ data, rows, cols }: Matrix, working: Uint8Array, failedAudits: Float64Array): void {
  if (isNothing(failedAudits)) return;
  for (let i = 0; i < rows; i++) {
    if (working[i] !== 1) continue;
    for (let j = 0; j < cols; j++) if (failedAudits[j]! > 0) data[i * cols + j] = 0;
  }
}
