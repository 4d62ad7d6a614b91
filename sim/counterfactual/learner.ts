import type { Arm } from "../arms.ts";
import { decide } from "../epoch/decide.ts";
import type { Rules } from "../rules.ts";
import { columnsFrom, looksOf, seenBy } from "../task/evidence.ts";
import type { Learner, Work, WorkPlan } from "../task/contract.ts";
import { genesis } from "../world.ts";
import { hash32 } from "../core/random.ts";
import type { Stand } from "./contract.ts";

/** What is known of the work of operators. All [operators], NaN for nothing. */
export type Measured = Pick<Work, "quality" | "servedQuality">;

/**
 * Opens learners for worlds that are played on from one stand, as many as are asked for. The curve is its own; what was trained or
 * recorded is not done again for worlds that nobody lived in: a frozen learner answers at the quality measured last.
 *
 * @param stand where the world is; null for the first epoch
 * Source: docs/counterfactuals.md, equation 2.
 */
export async function learnersFrom({ name, rules }: Arm, stand: Stand | null): Promise<() => Promise<Learner>> {
  const open = () => (stand ? rules.task.load(stand.learner, name) : rules.task.start(name));
  if (rules.task.backend === "curve") return open;
  const measured = stand?.work ?? (await measureOnce(rules, stand, await open()));
  const known = filledIn(measured, rules.roster.operators.groups);
  return async () => frozenLearner(known, rules.roster.operators.ids);
}

/** The work of one more epoch, really done. */
async function measureOnce(rules: Rules, stand: Stand | null, learner: Learner): Promise<Work> {
  try {
    return await learner.perform(decide(rules, stand?.world ?? genesis(rules)).work);
  } finally {
    learner.dispose();
  }
}

/** Who was not measured is taken to be like its group, or where nobody of it was, like all. */
export function filledIn({ quality, servedQuality }: Measured, groups: readonly string[]): Measured {
  const fill = (column: Float64Array) => {
    const all = meanWhere(column, () => true);
    const ofGroup = new Map(
      [...new Set(groups)].map((group) => [group, meanWhere(column, (o) => groups[o] === group)]),
    );
    return column.map((q, o) => (Number.isNaN(q) ? firstKnown(ofGroup.get(groups[o]!)!, all, 0) : q));
  };
  return { quality: fill(quality), servedQuality: fill(servedQuality) };
}

function meanWhere(column: Float64Array, holds: (o: number) => boolean): number {
  let sum = 0;
  let count = 0;
  for (let o = 0; o < column.length; o++) {
    if (Number.isNaN(column[o]!) || !holds(o)) continue;
    sum += column[o]!;
    count += 1;
  }
  return count > 0 ? sum / count : NaN;
}

const firstKnown = (...values: readonly number[]): number => values.find((value) => !Number.isNaN(value))!;

/**
 * A stand-in for a learner: everybody serves at the quality that was measured last, whatever it trains; audits find exactly that, and
 * nothing else amiss.
 */
export function frozenLearner({ quality, servedQuality }: Measured, operatorIds: readonly string[]): Learner {
  const hashes = Uint32Array.from(operatorIds, (id) => hash32(id) || 1);
  return {
    async perform(plan: WorkPlan): Promise<Work> {
      const ofServing = (column: Float64Array) => column.map((q, o) => (plan.serving[o] === 1 ? q : NaN));
      const { audits } = plan;
      const seen = columnsFrom(() => new Float64Array(audits.miners.length));
      const evidence = looksOf(audits).length > 0 ? seenBy(audits, seen) : undefined;
      return {
        quality: ofServing(quality),
        servedQuality: ofServing(servedQuality),
        found: Float64Array.from(audits.miners, (o) => quality[o]!),
        steps: plan.steps.slice(),
        artefact: hashes.map((hash, o) => (plan.serving[o] === 1 ? hash : 0)),
        ...(evidence && { evidence }),
      };
    },
    save: () => ({}),
    dispose() {},
  };
}
