import type { Clock } from "../core/clock.ts";
import { matrix, type Matrix } from "../core/matrix.ts";
import { draw, hash32 } from "../core/random.ts";
import type { Audited, JudgeInput } from "./contract.ts";
import { slash, type PenaltyRule } from "./penalties.ts";

export interface VerdictRule extends PenaltyRule {
  readonly usdPerAudit: number;
  readonly payer: "validator" | "miner";
  readonly falsePositive: number;
  readonly appeal?: number | undefined;
  readonly tolerance: number;
}

/** [pairs] failed checks: all that a pair stands for where its evidence says so, else those that faulty hardware fails. */
export function faultsOf(
  { falsePositive }: Pick<VerdictRule, "falsePositive">,
  { seed, epoch, plan, validatorIds, operatorIds }: JudgeInput,
  wrong: (k: number) => boolean,
): Int32Array {
  return Int32Array.from(plan.miners, (j, k) => {
    const checks = plan.checks?.[k] ?? 1;
    if (wrong(k)) return checks;
    if (falsePositive === 0) return 0;
    const auditor = hash32(validatorIds[plan.validators[k]!]!);
    let failed = 0;
    for (let t = 0; t < checks; t++)
      if (draw(seed, `faulty hardware ${t}`, epoch, operatorIds[j]!, auditor) < falsePositive) failed++;
    return failed;
  });
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
 */
export function settleAudits(
  rule: VerdictRule,
  clock: Clock,
  input: JudgeInput,
  faults: Int32Array,
  finalitySeconds: number,
): Audited {
  const { plan, found, evidence, validatorIds, operatorIds, working } = input;
  const estimates = matrix(validatorIds.length, operatorIds.length, NaN);
  const flags = new Float64Array(operatorIds.length);
  const failedAudits = new Float64Array(operatorIds.length);
  const costUsd = new Float64Array(validatorIds.length);
  const minerUsd = new Float64Array(operatorIds.length);
  const standing = faults.slice();
  let checks = 0;
  for (let k = 0; k < plan.miners.length; k++) {
    const [i, j] = [plan.validators[k]!, plan.miners[k]!];
    const ran = plan.checks?.[k] ?? 1;
    checks += ran;
    if (rule.payer === "miner") minerUsd[j]! += rule.usdPerAudit * ran;
    else costUsd[i]! += rule.usdPerAudit * ran;
    if (rule.appeal !== undefined && standing[k]! > 0 && evidence && evidence.difference[k]! <= rule.tolerance) {
      minerUsd[j]! += rule.appeal * standing[k]!;
      checks += standing[k]!;
      standing[k] = 0;
    }
    if (found[k]! <= 0) flags[j]! += 1;
    if (standing[k]! > 0) failedAudits[j]! += 1;
    estimates.data[i * operatorIds.length + j] = found[k]!;
  }
  publish(estimates, working, failedAudits);
  return {
    ...slash(rule, clock, input, standing),
    estimates,
    flags,
    failed: Uint8Array.from(standing, (n) => (n > 0 ? 1 : 0)),
    failedAudits,
    checks,
    costUsd,
    minerUsd,
    jackpotUsd: new Float64Array(validatorIds.length),
    jackpotFrom: "",
    finalitySeconds,
  };
}

/** Quality 0 of those who failed, in the estimates of all who work. Writes the estimates. */
export function publish({ data, rows, cols }: Matrix, working: Uint8Array, failedAudits: Float64Array): void {
  for (let i = 0; i < rows; i++) {
    if (working[i] !== 1) continue;
    for (let j = 0; j < cols; j++) if (failedAudits[j]! > 0) data[i * cols + j] = 0;
  }
}
