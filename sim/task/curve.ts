import { copyOf, floats, words } from "../core/arrays.ts";
import { z } from "zod";
import { SECONDS_PER_DAY } from "../core/clock.ts";
import { tabulate } from "../core/matrix.ts";
import { drawNormal, hash32, hashWords } from "../core/random.ts";
import { mechanism } from "../core/slot.ts";
import type { Learner, LearnerState, Lesson, ServedForm, Task, TaskContext, Work, WorkPlan } from "./contract.ts";
import { curveEvidence, formLoss, reached } from "./curveEvidence.ts";
import { type CurveParameters, curveParameters } from "./curveParameters.ts";
import { lessonOf } from "./evidence.ts";
import { copiesModel, formOf, relayedFrom, servedHash, substitutedShare } from "./substitution.ts";

/**
 * Effort to quality in closed form, no tensor library: each miner's quality follows
 *
 *   q' = u f (qMax - q) - d (q - q0),   f = steps / reference steps
 *
 * in continuous time, solved exactly over an epoch of Delta days:
 *
 *   q(t + Delta) = q_inf + (q - q_inf) exp(-(u f + d) Delta),   q_inf = (u f qMax + d q0) / (u f + d)
 *
 * with d = -ln(1 - drift), so that daily and weekly epochs agree. Training on the public questions alone tends to
 * qMax - publicLoss (qMax - q0) instead of qMax, on wrong targets to flippedQuality. A form that is served in place of the model loses a share of
 * its quality, q (1 - share x loss); answers passed on have the quality of who gives them. Audits and customers see q plus normal noise that
 * belongs to (epoch, validator, miner). Source: docs/economy.md, "Task".
 */
export const curve = mechanism(
  "curve",
  "Effort to quality in closed form, in seconds and without a tensor library: q' = u f (qMax - q) - d (q - q0) with " +
    "f = steps / reference steps, solved exactly over an epoch; d = -ln(1 - drift). Audits and customers see q plus noise. " +
    "Source: docs/economy.md, Task.",
  curveParameters,
  (parameters, context: TaskContext): Task => ({
    backend: "curve",
    start: async () => new CurveLearner(parameters, context, noModels(context)),
    load: async (state) => new CurveLearner(parameters, context, savedModels(state, context)),
  }),
  [],
  ({ q0, qMax }) => (q0 < qMax ? [] : [{ path: "q0", message: `expected less than qMax (${qMax})` }]),
);

/** q(t + Delta) = settled + (q - settled) kept, for so many steps and what is trained on. */
interface Pace {
  readonly steps: number;
  readonly lesson: Lesson;
  readonly settled: number;
  readonly kept: number;
}

/**
 * Where quality tends to, and how much of the distance is left after `days` with a share `effort` of the reference steps.
 * @param target quality that the training tends to, such as qMax
 * @param drift  continuous rate per day
 */
function approach(
  effort: number,
  days: number,
  { catchUp, q0 }: Pick<CurveParameters, "catchUp" | "q0">,
  target: number,
  drift: number,
): Pick<Pace, "settled" | "kept"> {
  const rate = catchUp * effort + drift;
  if (rate === 0) return { settled: 0, kept: 1 };
  return { settled: (catchUp * effort * target + drift * q0) / rate, kept: Math.exp(-rate * days) };
}

class CurveLearner implements Learner {
  /** [operators] hashes of who trains */
  private readonly owners: Uint32Array;
  /** of those who do not train, and of the last two numbers of steps asked for: those of a group differ by one */
  private readonly rest: Pace;
  private pace: Pace;
  private other: Pace;

  constructor(
    private readonly parameters: CurveParameters,
    private readonly context: TaskContext,
    private readonly models: Models,
  ) {
    this.owners = Uint32Array.from(context.operatorIds, (id) => hash32(id));
    this.rest = this.paceOf(0, "own");
    this.pace = this.rest;
    this.other = this.rest;
  }

  async perform(plan: WorkPlan): Promise<Work> {
    // PERF: a copy takes 3 us at 1,000 operators; where all serve their own model nobody looks at it.
    const before = this.looksBack(plan) ? copyOfModels(this.models) : this.models;
    this.train(plan);
    this.copy(plan, before);
    const { quality, artefact } = this.serve(plan);
    const servedQuality = this.asServed(plan, quality);
    const found = this.audit(plan, quality);
    const work = { quality, servedQuality, found, steps: plan.steps, artefact };
    const evidence = curveEvidence(this.parameters, this.context, plan, {
      untrained: (j) => this.afterEpoch(before.quality[j]!, 0),
      trained: this.models.quality,
      effort: (j) => this.effort(plan.steps[j]!),
    });
    return evidence ? { evidence, ...work } : work;
  }

  /** Whether the epoch needs models as they stood before it. */
  private looksBack(plan: WorkPlan): boolean {
    return (plan.audits.looksAt?.includes("training") ?? false) || copiesAny(plan);
  }

  /** Own models gain by training and lose by drift; a miner that serves for the first time gets one. */
  private train(plan: WorkPlan): void {
    const { quality, artefact } = this.models;
    const { serving, steps } = plan;
    for (let j = 0; j < serving.length; j++) {
      const fresh = Number.isNaN(quality[j]!);
      if (fresh && !serving[j]) continue;
      const from = fresh ? this.parameters.opening : quality[j]!;
      quality[j] = this.afterEpoch(from, steps[j]!, lessonOf(plan, j));
      if (fresh || steps[j]! > 0) artefact[j] = this.artefactHash(j, quality[j]!);
    }
  }

  /**
   * A copy of a model as it stood before the epoch has met the drift of the epoch and none of its training. It becomes the
   * copier's own model, so that whoever copies the copier in turn gets what it served.
   */
  private copy(plan: WorkPlan, before: Models): void {
    if (before === this.models) return;
    const { serving, serves } = plan;
    for (let j = 0; j < serving.length; j++) {
      const source = serves[j]!;
      if (!serving[j] || !copiesModel(plan, j) || Number.isNaN(before.quality[source]!)) continue;
      this.models.quality[j] = this.afterEpoch(before.quality[source]!, 0);
      this.models.artefact[j] = before.artefact[source]!;
    }
  }

  /** f: a fitted curve counts in the steps that it was fitted to, so that a step does here what it did there. */
  private effort(steps: number): number {
    const { context, parameters } = this;
    const stepsPerDay = parameters.fitted?.stepsPerDay;
    if (steps === 0) return 0;
    return steps / (stepsPerDay === undefined ? context.referenceSteps : stepsPerDay * context.clock.epochDays);
  }

  private afterEpoch(quality: number, steps: number, lesson: Lesson = "own"): number {
    const { settled, kept } = steps === 0 ? this.rest : this.paceAt(steps, lesson);
    return settled + (quality - settled) * kept;
  }

  /** PERF: most miners of a group train as much as the last that did; an exponential each took a fifth of the time. */
  private paceAt(steps: number, lesson: Lesson): Pace {
    const { pace, other } = this;
    if (steps === pace.steps && lesson === pace.lesson) return pace;
    this.pace = steps === other.steps && lesson === other.lesson ? other : this.paceOf(steps, lesson);
    this.other = pace;
    return this.pace;
  }

  private paceOf(steps: number, lesson: Lesson): Pace {
    const days = this.context.clock.epochSeconds / SECONDS_PER_DAY;
    const { qMax, q0, publicLoss, flippedQuality, drift } = this.parameters;
    const target = { own: qMax, public: qMax - publicLoss * (qMax - q0), flipped: flippedQuality }[lesson];
    return { steps, lesson, ...approach(this.effort(steps), days, this.parameters, target, -Math.log1p(-drift)) };
  }

  /**
   * Quality and hash of what each miner really answers with; NaN and 0 where it does not serve.
   * @throws RangeError where one serves an old model: the curve keeps none
   */
  private serve(plan: WorkPlan): Models {
    const { quality, artefact } = this.models;
    if (allHonest(plan)) return onlyServing(plan, this.models);
    const asks = relayedFrom(plan);
    const qualityOf = (j: number): number => {
      const share = substitutedShare(plan, j);
      if (asks[j]! >= 0) return (1 - share) * quality[j]! + share * qualityOf(asks[j]!);
      return quality[j]! * (1 - share * this.lossOf(formOf(plan, j), j));
    };
    const hashOf = (j: number): number => servedHash(formOf(plan, j), asks[j]! >= 0 ? hashOf(asks[j]!) : artefact[j]!);
    return {
      quality: quality.map((_, j) => (plan.serving[j] ? qualityOf(j) : NaN)),
      artefact: artefact.map((_, j) => (plan.serving[j] ? hashOf(j) : 0)),
    };
  }

  private lossOf(form: ServedForm, j: number): number {
    if (form === "stale") {
      const who = `task curve: miner ${this.context.operatorIds[j]!}`;
      throw new RangeError(
        `${who} serves stale, and the curve keeps no old models; expected a task that really trains`,
      );
    }
    return formLoss(this.parameters, form);
  }

  /** Quality found by each audit: on questions that the miner trained on it is better than it is. */
  private audit(plan: WorkPlan, quality: Float64Array): Float64Array {
    const { epoch, audits, lessons, serving } = plan;
    const { validators, miners } = audits;
    const found = floats(miners.length);
    for (let k = 0; k < found.length; k++) found[k] = quality[miners[k]!]!;
    if (audits.publicQuestions === true && lessons)
      for (let k = 0; k < found.length; k++) {
        const j = miners[k]!;
        const learnt = lessonOf(plan, j) === "public" && serving[j] === 1;
        if (learnt) found[k]! += this.parameters.overfit * reached(this.parameters, quality[j]!);
      }
    if (this.parameters.noise === 0) return found;
    const { validatorIds, operatorIds } = this.context;
    const purposes = validatorIds.map((id) => `audit ${id}`);
    for (let k = 0; k < found.length; k++)
      found[k]! += this.noise(purposes[validators[k]!]!, epoch, operatorIds[miners[k]!]!);
    return found;
  }

  /** Quality of the answers to customers. */
  private asServed({ epoch, serving }: WorkPlan, quality: Float64Array): Float64Array {
    if (this.parameters.noise === 0) return quality;
    const { operatorIds } = this.context;
    return tabulate(quality.length, (j) =>
      serving[j] ? quality[j]! + this.noise("served", epoch, operatorIds[j]!) : NaN,
    );
  }

  /** Hash of a model: who trained it and how good it was; never 0, which stands for none. */
  private artefactHash(owner: number, quality: number): number {
    bits[0] = quality;
    return hashWords(halves[0]!, halves[1]!, this.owners[owner]!) || 1;
  }

  private noise(purpose: string, epoch: number, id: string): number {
    return this.parameters.noise * drawNormal(this.context.seed, purpose, epoch, id);
  }

  save(): LearnerState {
    return { ...copyOfModels(this.models) };
  }

  dispose(): void {}
}

/** Columns over the roster: quality of each miner's model (NaN for one that has never served) and its hash. */
interface Models {
  readonly quality: Float64Array;
  readonly artefact: Uint32Array;
}

function noModels({ operatorIds }: TaskContext): Models {
  return { quality: floats(operatorIds.length).fill(NaN), artefact: words(operatorIds.length) };
}

function copyOfModels({ quality, artefact }: Models): Models {
  return { quality: copyOf(quality), artefact: copyOf(artefact) };
}

/** Whether everybody answers with its model as it is. */
function allHonest({ substitution }: WorkPlan): boolean {
  if (!substitution) return true;
  const { form } = substitution;
  for (let j = 0; j < form.length; j++) if (form[j] !== "honest") return false;
  return true;
}

/** Whether some miner serves a copy of the model of another one. */
function copiesAny(plan: WorkPlan): boolean {
  const { serves } = plan;
  for (let j = 0; j < serves.length; j++) if (serves[j] !== j) return true;
  return false;
}

/** Models of those who serve; NaN and 0 of the others. */
function onlyServing({ serving }: WorkPlan, { quality, artefact }: Models): Models {
  const qualities = floats(quality.length);
  const artefacts = words(quality.length);
  for (let j = 0; j < quality.length; j++) {
    qualities[j] = serving[j] ? quality[j]! : NaN;
    if (serving[j]) artefacts[j] = artefact[j]!;
  }
  return { quality: qualities, artefact: artefacts };
}

/** A number and the two words that it is made of. */
const bits = new Float64Array(1);
const halves = new Uint32Array(bits.buffer);

const savedState = z.object({ quality: z.instanceof(Float64Array), artefact: z.instanceof(Uint32Array) });

function savedModels(state: LearnerState, { operatorIds }: TaskContext): Models {
  const models = savedState.parse(state);
  if (models.quality.length !== operatorIds.length) {
    throw new RangeError(`task curve: saved state has ${models.quality.length} miners; expected ${operatorIds.length}`);
  }
  return copyOfModels(models);
}
