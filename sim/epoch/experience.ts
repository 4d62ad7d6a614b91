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
  const wasAudited = new Set(audits.miners);
  const next = {
    believedAudits: operators.believedAudits.slice(),
    believedDetection: operators.believedDetection.slice(),
    incomeUsd: operators.incomeUsd.slice(),
  };
  for (let o = 0; o < serving.length; o++) {
    if (serving[o] !== 1) continue;
    const failed = audited.failedAudits[o]! > 0 || audited.flags[o]! > 0;
    if (!failed) next.incomeUsd[o] = price * pay.operatorTokens[o]!;
    const { experience } = roster.operators.behaviours[o]!;
    if (!experience) continue;
    const believed = { audits: next.believedAudits[o]!, detection: next.believedDetection[o]! };
    const lived = { audited: wasAudited.has(o), cheated: plan.cheating[o] === 1, failed };
    const { audits, detection } = experience.learn(believed, lived);
    next.believedAudits[o] = audits;
    next.believedDetection[o] = detection;
  }
  return next;
}

/** What they see of it. */
interface Seen {
  readonly audited: Audited;
  readonly pay: Pay;
  /** clearing price */
  readonly price: number;
}
