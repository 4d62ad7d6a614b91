import { ints } from "../core/arrays.ts";
import { z } from "zod";
import { draw } from "../core/random.ts";
import { mechanism } from "../core/slot.ts";
import { count, duration, fraction, positiveDuration } from "../units.ts";
import type { AuditPlan, JudgeInput, Verification } from "./contract.ts";
import { differs, evidenceParameters } from "./evidence.ts";
import { drawn, periodsIn } from "./moments.ts";
import { groupOf } from "./named.ts";
import { columnsOf, type Pair } from "./pairs.ts";
import { forgetStrikes, misfitsOf, penaltyParameters, unbonded, type Bench } from "./penalties.ts";
import { countOf, faultAt, settleAudits } from "./verdicts.ts";

/**
 * Each check is run by a committee of validators drawn for it; a miner fails where more than half of its members say so. Members
 * who collude say the opposite of what they see.
 *
 *   failed <=> 2 x members who say so > members
 *
 * Source: docs/economy.md, equations 70 to 73.
 */
export const committee = mechanism(
  "committee",
  "Each check is run by a committee of validators drawn for it; a miner fails where more than half of its members say so. Members " +
    "of the groups `colluding` say the opposite of what they see. Source: docs/economy.md, Verification.",
  {
    members: count.default(3).describe("validators that run each check"),
    p: fraction.default(0.1).describe("chance that a miner is checked at all in a period of `every`"),
    every: positiveDuration.prefault("1 day").describe("length of a period"),
    colluding: z
      .array(z.string(), { error: () => "expected a list of validator groups" })
      .default([])
      .describe("groups of validators whose members say the opposite of what they see"),
    ...evidenceParameters,
    ...penaltyParameters,
    finality: duration.prefault("0 s").describe("time until a customer may rely on an answer"),
  },
  (p, { clock }): Verification => {
    const colludes = groupOf(p.colluding);
    return {
      bondUsd: p.bond,
      forget: forgetStrikes,
      ...(p.p === 0 && { blind: true }),
      needed: { validators: p.members, groups: { path: "colluding", ids: p.colluding } },
      plan({ seed, epoch, auditors, validatorIds, serving, operatorIds }) {
        const pairs: Pair[] = [];
        for (const j of serving) {
          const id = operatorIds[j]!;
          const periods = periodsIn(clock, p.every, seed, "audit moment", epoch, id);
          const checks = periods.filter((n) => draw(seed, "audited", n, id) < p.p).length;
          if (checks === 0) continue;
          const members = drawn(auditors, validatorIds, p.members, (who) => draw(seed, `auditor of ${id}`, epoch, who));
          for (const i of members) pairs.push({ i, j, checks });
        }
        return {
          looksAt: ["outputs"],
          ...columnsOf(pairs),
        };
      },
      judge(input) {
        const fails = faultAt(p, input, (k) => differs(p, input.evidence, k));
        const committees = committeesOf(input.plan);
        const faults = voted(input, committees, fails, colludes);
        return settleAudits(p, clock, input, faults, p.finality, committees);
      },
    };
  },
  [],
  unbonded,
  misfitsOf,
);

/** The pairs of each miner that is checked: its committee. */
function committeesOf({ miners }: AuditPlan): Bench[] {
  const pairs = new Map<number, number[]>();
  miners.forEach((j, k) => pairs.set(j, [...(pairs.get(j) ?? []), k]));
  return [...pairs.values()];
}

/** [pairs] failed checks by the committee's vote on each, which binds all its members. */
function voted(
  { plan, validatorIds }: JudgeInput,
  committees: readonly Bench[],
  fails: (k: number, t: number) => boolean,
  colludes: (id: string) => boolean,
): Int32Array {
  const failed = ints(plan.miners.length);
  for (const members of committees) {
    const against = (k: number, t: number) => fails(k, t) !== colludes(validatorIds[plan.validators[k]!]!);
    const checks = plan.checks?.[members[0]!] ?? 1;
    const lost = countOf(checks, (t) => 2 * countOf(members.length, (m) => against(members[m]!, t)) > members.length);
    for (const k of members) failed[k] = lost;
  }
  return failed;
}
