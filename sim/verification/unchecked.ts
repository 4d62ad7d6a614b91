import { matrix, type Matrix } from "../core/matrix.ts";
import type { Audited, JudgeInput } from "./contract.ts";

/** What an epoch comes to in which no audit failed and nobody paid for any: the rest is the rule's. */
export function unchecked({
  plan,
  validatorIds,
  operatorIds,
  memory,
}: JudgeInput): Omit<Audited, "estimates" | "finalitySeconds"> {
  const [validators, operators] = [validatorIds.length, operatorIds.length];
  return {
    flags: new Float64Array(operators),
    failed: new Uint8Array(plan.miners.length),
    failedAudits: new Float64Array(operators),
    checks: 0,
    costUsd: new Float64Array(validators),
    minerUsd: new Float64Array(operators),
    slashedUsd: new Float64Array(operators),
    rewardUsd: new Float64Array(validators),
    jackpotUsd: new Float64Array(validators),
    jackpotFrom: "",
    memory,
  };
}

/** [validators, operators] every working validator takes each serving miner at its word, quality 1. */
export function believed({ validatorIds, operatorIds, serving, working }: JudgeInput): Matrix {
  const operators = operatorIds.length;
  const estimates = matrix(validatorIds.length, operators, NaN);
  for (let i = 0; i < validatorIds.length; i++) {
    if (!working[i]) continue;
    for (let j = 0; j < operators; j++) if (serving[j]) estimates.data[i * operators + j] = 1;
  }
  return estimates;
}
