import { z } from "zod";
import { fraction, notNegative } from "../units.ts";
import type { Evidence } from "../task/contract.ts";

/** What an audit compares, shared by the kinds that run a committed model again. */
export const evidenceParameters = {
  check: z
    .enum(["outputs", "answers"], { error: () => "expected outputs or answers" })
    .default("outputs")
    .describe(
      "outputs: the numbers behind an answer are compared with the model's; answers: only the answers are seen",
    ),
  tolerance: notNegative
    .default(0.001)
    .describe(
      "check outputs: largest difference of an output that passes; below what substitutes show, above backends",
    ),
  allowed: fraction.default(0).describe("check answers: share of answers that may differ from the model's"),
};

export interface EvidenceRule {
  readonly check: "outputs" | "answers";
  readonly tolerance: number;
  readonly allowed: number;
}

/** Whether audit k shows another model than the one committed to. What was not looked at (NaN) shows nothing. */
export function differs(
  { check, tolerance, allowed }: EvidenceRule,
  evidence: Evidence | undefined,
  k: number,
): boolean {
  if (!evidence) return false;
  return check === "outputs" ? evidence.difference[k]! > tolerance : evidence.disagreeing[k]! > allowed;
}
