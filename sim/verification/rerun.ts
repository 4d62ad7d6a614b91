import { floats, ints } from "../core/arrays.ts";
import { drawMany, hashesOfAll } from "../core/draws/many.ts";
import { matrix } from "../core/matrix.ts";
import { hash32 } from "../core/random.ts";
import { mechanism } from "../core/slot.ts";
import { duration, positiveDuration, usd } from "../units.ts";
import type { AuditPlan, PlanInput, Verification } from "./contract.ts";
import { questions } from "./questions.ts";
import { unchecked } from "./unchecked.ts";

/**
 * Planned audits that run a miner's model on data only the validator holds. Each auditor checks each serving miner once in
 * `every`, whatever the length of an epoch: in a shorter epoch with the chance Delta / every, in a longer one the check
 * stands for Delta / every checks and costs as many. The draw belongs to (epoch, validator, miner), so one more
 * participant changes no other's audits.
 *
 *   expected cost of a validator = miners x USD per audit x Delta / every
 *
 * Source: docs/economy.md, "Verification".
 */
export const rerun = mechanism(
  "rerun",
  "Planned audits that run a miner's model on data only the validator holds. Each auditor checks each serving miner " +
    "once in `every`, pays `usdPerAudit` for each check, and flags what is no better than the baseline guess. " +
    "Source: docs/economy.md, Verification.",
  {
    every: positiveDuration.prefault("7 days").describe("mean time between audits of a miner by the same validator"),
    usdPerAudit: usd.prefault("0.01 USD").describe("compute of one audit, paid by the validator"),
    questions,
    finality: duration.prefault("0 s").describe("time until a customer may rely on an answer"),
  },
  ({ every, usdPerAudit, questions: whose, finality }, { clock }): Verification => {
    const checks = clock.epochSeconds / every;
    return {
      plan: (input) => ({ ...pairsOf(input, checks), ...(whose === "public" && { publicQuestions: true }) }),
      judge(input) {
        const { plan, found, validatorIds, operatorIds } = input;
        const operators = operatorIds.length;
        const estimates = matrix(validatorIds.length, operators, NaN);
        const flags = floats(operators);
        const costUsd = floats(validatorIds.length);
        for (let k = 0; k < plan.miners.length; k++) {
          const [i, j] = [plan.validators[k]!, plan.miners[k]!];
          estimates.data[i * operators + j] = found[k]!;
          if (found[k]! <= 0) flags[j]! += 1;
          costUsd[i]! += usdPerAudit * Math.max(1, checks);
        }
        const ran = plan.miners.length * Math.max(1, checks);
        return { estimates, finalitySeconds: finality, ...unchecked(input), flags, costUsd, checks: ran };
      },
    };
  },
);

const PURPOSES = hashesOfAll(["audit"]);

/**
 * Each auditor and each miner that it checks, with chance `checks` where that is less than 1.
 * PERF: draws of an auditor are made at once: 30 us for 2,000 pairs, which one by one took 190.
 */
function pairsOf(
  { seed, epoch, auditors, validatorIds, serving, operatorIds }: PlanInput,
  checks: number,
): Pick<AuditPlan, "validators" | "miners"> {
  const validators = ints(auditors.length * serving.length);
  const miners = ints(validators.length);
  const ids = hashesOfAll(operatorIds);
  const lots = floats(serving.length);
  let n = 0;
  for (let a = 0; a < auditors.length; a++) {
    const i = auditors[a]!;
    if (checks < 1) drawMany(seed, epoch, ids, serving, PURPOSES, 0, hash32(validatorIds[i]!), lots);
    for (let k = 0; k < serving.length; k++) {
      if (checks < 1 && lots[k]! >= checks) continue;
      validators[n] = i;
      miners[n++] = serving[k]!;
    }
  }
  return { validators: validators.slice(0, n), miners: miners.slice(0, n) };
}
