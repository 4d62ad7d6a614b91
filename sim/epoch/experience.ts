import { copyOf } from "../core/arrays.ts";
import type { OperatorRoster } from "../roster.ts";
import type { Rules } from "../rules.ts";
import type { Audited } from "../verification/contract.ts";
import type { Operators, World } from "../world.ts";
import type { Pay } from "./pay.ts";
import type { Plan } from "./plan.ts";

/** What miners make of an epoch. All [operators] */
export type Experienced = Pick<Operators, "believedAudits" | "believedDetection" | "incomeUsd">;

/**
 * Beliefs and income of those who served, for their next choice; of the others they stay. Who was found out goes on from the
 * income that it had before, which is what the next failed audit would cost it.
 * Source: docs/economy.md, equation 79.
 */
export function experience({ roster }: Rules, { operators }: World, plan: Plan, epoch: Seen): Experienced {
  const { audited, pay, price } = epoch;
  const { serving, audits } = plan.work;
  const { failedAudits, flags } = audited;
  const { operatorTokens } = pay;
  const incomeUsd = copyOf(operators.incomeUsd);
  for (let o = 0; o < incomeUsd.length; o++)
    if (serving[o] === 1 && !(failedAudits[o]! > 0 || flags[o]! > 0)) incomeUsd[o] = price * operatorTokens[o]!;
  const learners = learnersOf(roster.operators);
  if (learners.length === 0) {
    const { believedAudits, believedDetection } = operators;
    return { believedAudits, believedDetection, incomeUsd };
  }
  const wasAudited = new Set(audits.miners);
  const next = {
    believedAudits: copyOf(operators.believedAudits),
    believedDetection: copyOf(operators.believedDetection),
    incomeUsd,
  };
  for (const o of learners) {
    const { experience } = roster.operators.behaviours[o]!;
    if (serving[o] !== 1 || !experience) continue;
    const failed = failedAudits[o]! > 0 || flags[o]! > 0;
    const believed = { audits: next.believedAudits[o]!, detection: next.believedDetection[o]! };
    const lived = { audited: wasAudited.has(o), cheated: plan.cheating[o] === 1, failed };
    const { audits, detection } = experience.learn(believed, lived);
    next.believedAudits[o] = audits;
    next.believedDetection[o] = detection;
  }
  return next;
}

const knownLearners = new WeakMap<OperatorRoster, readonly number[]>();

/** Operators whose behaviour learns from what it sees; the same in every epoch of a roster. */
function learnersOf(operators: OperatorRoster): readonly number[] {
  let learners = knownLearners.get(operators);
  if (!learners) {
    learners = [...operators.behaviours.keys()].filter((o) => operators.behaviours[o]!.experience);
    knownLearners.set(operators, learners);
  }
  return learners;
}

/** What they see of it. */
interface Seen {
  readonly audited: Audited;
  readonly pay: Pay;
  /** clearing price */
  readonly price: number;
}
