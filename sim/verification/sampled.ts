import { mechanism } from "../core/slot.ts";
import { duration, fraction, positiveDuration } from "../units.ts";
import type { AuditPlan, PlanInput, Verification } from "./contract.ts";
import { differs, evidenceParameters } from "./evidence.ts";
import { auditorsOf, lotsOf, type Lots } from "./lots.ts";
import { forgetStrikes, misfitsOf, penaltyParameters, unbonded } from "./penalties.ts";
import { questions } from "./questions.ts";
import { faultsOf, settleAudits } from "./verdicts.ts";

const NOBODY: Lots = { miners: new Int32Array(0), checks: new Int32Array(0) };

/**
 * Audits by lot. In each period of `every` a miner is audited with chance p, at a moment of the period, by one auditor drawn for
 * it; the auditor runs the model that the miner committed to on the same requests and compares.
 *
 *   expected cost = miners x p x USD per audit x Delta / every
 *
 * Source: docs/economy.md, equations 70 to 72.
 */
export const sampled = mechanism(
  "sampled",
  "Audits by lot: in each period of `every` a miner is audited with chance `p` by one auditor drawn for it, who runs the committed " +
    "model again and compares. Failures count as quality 0, and in numbers cost the bond. Source: docs/economy.md, Verification.",
  {
    p: fraction.default(0.1).describe("chance that a miner is audited at all in a period of `every`"),
    every: positiveDuration.prefault("1 day").describe("length of a period"),
    questions,
    ...evidenceParameters,
    ...penaltyParameters,
    finality: duration.prefault("0 s").describe("time until a customer may rely on an answer"),
  },
  (p, { clock }): Verification => ({
    bondUsd: p.bond,
    forget: forgetStrikes,
    ...(p.p === 0 && { blind: true }),
    plan(input: PlanInput): AuditPlan {
      const lots = input.auditors.length > 0 ? lotsOf(p, clock, input) : NOBODY;
      return {
        validators: auditorsOf(input, lots.miners),
        looksAt: ["outputs"],
        ...(p.questions === "public" && { publicQuestions: true }),
        ...lots,
      };
    },
    judge: (input) =>
      settleAudits(
        p,
        clock,
        input,
        faultsOf(p, input, (k) => differs(p, input.evidence, k)),
        p.finality,
      ),
  }),
  [],
  unbonded,
  misfitsOf,
);
