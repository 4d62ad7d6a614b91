import { z } from "zod";
import { mechanism } from "../core/slot.ts";
import { lessonOf, looksOf, seenBy } from "./evidence.ts";
import { epochsOldOf, formOf, substitutedShare } from "./substitution.ts";
import type { Learner, LearnerState, RecordedWork, Task, TaskContext, Work, WorkPlan } from "./contract.ts";

/** The recorded work of another run, given back without a tensor library; refuses a plan that differs from the recorded one. */
export const replay = mechanism(
  "replay",
  "The recorded work of another run, given back without a tensor library. Refuses a plan (who serves, steps, whose model, " +
    "in what form, lessons, audits) that differs from the recorded one, or that looks at what was not recorded; for other " +
    "plans use task curve.",
  {
    run: z
      .string({ error: () => "expected the folder of a recorded run" })
      .min(1, { error: () => "expected the folder of a recorded run" })
      .describe("folder of the recorded run"),
  },
  ({ run }, context: TaskContext): Task => {
    const read = context.environment.recordedWork;
    if (!read) throw new RangeError(`task replay: records of "${run}" cannot be read here; \`taper run\` can`);
    const recorded = read(run);
    return {
      backend: "replay",
      start: async (arm) => new ReplayLearner(recorded, run, context, arm),
      load: async (_, arm) => new ReplayLearner(recorded, run, context, arm),
      recorded: (arm) => recorded.epoch(arm, 0) !== undefined,
    };
  },
);

class ReplayLearner implements Learner {
  constructor(
    private readonly recorded: RecordedWork,
    private readonly run: string,
    private readonly context: TaskContext,
    private readonly arm: string,
  ) {}

  async perform(plan: WorkPlan): Promise<Work> {
    const where = `replay of "${this.run}": epoch ${plan.epoch}, arm ${this.arm}`;
    const past = this.recorded.epoch(this.arm, plan.epoch);
    if (!past) throw new RangeError(`${where} was not recorded`);
    const difference = firstDifference(plan, past.plan, this.context);
    if (difference) throw new RangeError(`${where}, ${difference}; task curve answers other plans`);
    const { evidence: all, ...work } = past.work;
    const evidence = all && seenBy(plan.audits, all);
    return evidence ? { evidence, ...work } : work;
  }

  /** All there is to know is the recorded run, which the scenario names. */
  save(): LearnerState {
    return {};
  }

  dispose(): void {}
}

type Planned = Pick<WorkPlan, "serving" | "steps" | "serves" | "substitution" | "lessons" | "audits">;

/** What a plan says of the answers and the training of a miner, by column of the record. */
const CHOICES = { form: formOf, formShare: substitutedShare, epochsOld: epochsOldOf, lesson: lessonOf };

/** In words, where a plan differs from the recorded one; undefined when it does not. */
function firstDifference(plan: Planned, past: Planned, { operatorIds, validatorIds }: TaskContext): string | undefined {
  for (const field of ["serving", "steps", "serves"] as const) {
    const j = mismatch(plan[field], past[field]);
    if (j >= 0) return `miner ${operatorIds[j] ?? j}: ${field} is ${plan[field][j]}, recorded was ${past[field][j]}`;
  }
  for (const [field, valueOf] of Object.entries(CHOICES)) {
    const j = operatorIds.findIndex((_, o) => valueOf(plan, o) !== valueOf(past, o));
    if (j >= 0) return `miner ${operatorIds[j]}: ${field} is ${valueOf(plan, j)}, recorded was ${valueOf(past, j)}`;
  }
  const pair = (audits: Planned["audits"], k: number) => {
    if (k >= audits.miners.length) return "none";
    return `${validatorIds[audits.validators[k]!]} on ${operatorIds[audits.miners[k]!]}`;
  };
  const ks = [
    mismatch(plan.audits.miners, past.audits.miners),
    mismatch(plan.audits.validators, past.audits.validators),
  ];
  const k = Math.min(...ks.filter((at) => at >= 0));
  if (k === Infinity) return unrecordedLook(plan.audits, past.audits);
  const miner = operatorIds[plan.audits.miners[k] ?? past.audits.miners[k]!];
  return `miner ${miner}: audit ${k} is ${pair(plan.audits, k)}, recorded was ${pair(past.audits, k)}`;
}

/** In words, what a plan's audits look at that was not recorded; undefined where all was. Without pairs there is nothing to see. */
function unrecordedLook(audits: Planned["audits"], past: Planned["audits"]): string | undefined {
  if (audits.miners.length === 0) return undefined;
  const questions = ({ publicQuestions }: Planned["audits"]) => (publicQuestions ? "public" : "own");
  const [asked, recorded] = [questions(audits), questions(past)];
  if (asked !== recorded) return `audits ask ${asked} questions, recorded were ${recorded} ones`;
  const known = looksOf(past);
  const unknown = looksOf(audits).filter((look) => !known.includes(look));
  if (unknown.length === 0) return undefined;
  return `audits look at ${unknown.join(" and ")}, recorded was ${["quality", ...known].join(", ")}`;
}

/** First index at which two lists differ, -1 for none. */
function mismatch(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const n = Math.max(a.length, b.length);
  for (let k = 0; k < n; k++) if (a[k] !== b[k]) return k;
  return -1;
}
