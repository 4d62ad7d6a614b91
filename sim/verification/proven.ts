import { floats } from "../core/arrays.ts";
import { SECONDS_PER_HOUR, type Clock } from "../core/clock.ts";
import { matrix } from "../core/matrix.ts";
import type { ProofClass } from "../data/proofs.ts";
import { duration, positive, positiveDuration, usdPerHour, usdPerRequest } from "../units.ts";
import type { JudgeInput, Verification } from "./contract.ts";
import { publish } from "./verdicts.ts";
import { unchecked } from "./unchecked.ts";

/** Parameters of the kinds under which every answer carries a proof. */
export const provenParameters = {
  slowdown: positive
    .min(1, { error: () => "expected 1 or more" })
    .optional()
    .describe("compute of an answer with its proof, as a multiple of the answer alone; left out: the preset's"),
  usdPerAnswer: usdPerRequest
    .prefault("0 USD/request")
    .describe("what the miner pays for a proof beside its own compute"),
  every: positiveDuration.prefault("7 days").describe("time in which each auditor asks each miner once"),
  answers: positive.default(500).describe("answers whose proofs it then checks"),
  usdPerHour: usdPerHour.prefault("0.1 USD/h").describe("price of the processor that checks proofs"),
  latency: duration.optional().describe("time until the proof of an answer is there; left out: the preset's"),
};

export interface ProvenRule {
  readonly slowdown?: number | undefined;
  readonly usdPerAnswer: number;
  readonly every: number;
  readonly answers: number;
  readonly usdPerHour: number;
  readonly latency?: number | undefined;
}

/**
 * Every answer comes with a proof that the committed model gave it, so that whoever answers otherwise cannot pass: any
 * difference fails, in every epoch. Auditors measure quality as ever and check the proofs of what they asked.
 *
 *   capacity / slowdown,   cost of an answer x slowdown + usdPerAnswer
 *   cost_i = miners x answers x seconds a check x USD per hour x Delta / every
 *
 * Source: docs/economy.md, equation 75.
 */
export function proven(rule: ProvenRule, preset: ProofClass, { epochSeconds }: Clock): Verification {
  const usdPerCheck =
    (rule.answers * preset.verifySeconds * rule.usdPerHour * epochSeconds) / (SECONDS_PER_HOUR * rule.every);
  return {
    proving: { slowdown: rule.slowdown ?? preset.slowdown, usdPerAnswer: rule.usdPerAnswer },
    plan({ auditors, serving }) {
      const pairs = Array.from(auditors, (i) => Array.from(serving, (j) => ({ i, j }))).flat();
      return {
        validators: Int32Array.from(pairs, ({ i }) => i),
        miners: Int32Array.from(pairs, ({ j }) => j),
        looksAt: ["outputs"],
      };
    },
    judge: (input) => ({
      finalitySeconds: rule.latency ?? preset.latencySeconds,
      ...checked(input, usdPerCheck),
    }),
  };
}

/** Largest difference of an output that two runs of the same proven program may show: the noise between backends. */
const PROOF_TOLERANCE = 1e-3;

function checked(input: JudgeInput, usdPerCheck: number) {
  const { plan, found, evidence, validatorIds, operatorIds, working } = input;
  const judged = {
    estimates: matrix(validatorIds.length, operatorIds.length, NaN),
    ...unchecked(input),
    costUsd: floats(validatorIds.length),
    flags: floats(operatorIds.length),
    failedAudits: floats(operatorIds.length),
  };
  for (let k = 0; k < plan.miners.length; k++) {
    const [i, j] = [plan.validators[k]!, plan.miners[k]!];
    judged.estimates.data[i * operatorIds.length + j] = found[k]!;
    judged.costUsd[i]! += usdPerCheck;
    if (found[k]! <= 0) judged.flags[j]! += 1;
    if (!evidence || !(evidence.difference[k]! > PROOF_TOLERANCE)) continue;
    judged.failed[k] = 1;
    judged.failedAudits[j]! += 1;
  }
  publish(judged.estimates, working, judged.failedAudits);
  return { ...judged, checks: plan.miners.length };
}
