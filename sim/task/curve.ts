import { z } from "zod";
import { SECONDS_PER_DAY } from "../core/clock.ts";
import { drawNormal, hash32 } from "../core/random.ts";
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

/**
 * Quality after `days` with a share `effort` of the reference steps.
 * @param target quality that the training tends to, such as qMax
 * @param drift  continuous rate per day
 */
function qualityStep(
  quality: number,
  effort: number,
  days: number,
  { catchUp, q0 }: Pick<CurveParameters, "catchUp" | "q0">,
  target: number,
  drift: number,
): number {
  const rate = catchUp * effort + drift;
  if (rate === 0) return quality;
  const settled = (catchUp * effort * target + drift * q0) / rate;
  return settled + (quality - settled) * Math.exp(-rate * days);
}

class CurveLearner implements Learner {
  constructor(
    private readonly parameters: CurveParameters,
    private readonly context: TaskContext,
    private readonly models: Models,
  ) {}

  async perform(plan: WorkPlan): Promise<Work> {
    const before = copyOf(this.models);
    this.train(plan);
    this.copy(plan, before);
    const { operatorIds } = this.context;
    const { quality, artefact } = this.serve(plan);
    const servedQuality = quality.map((q, j) => q + this.noise("served", plan.epoch, operatorIds[j]!));
    const found = this.audit(plan, quality);
    const work = { quality, servedQuality, found, steps: plan.steps.slice(), artefact };
    const untrained = before.quality.map((q) => this.afterEpoch(q, 0));
    const efforts = Float64Array.from(plan.steps, (steps) => this.effort(steps));
    const learnt = { untrained, trained: this.models.quality, efforts };
    const evidence = curveEvidence(this.parameters, this.context, plan, learnt);
    return evidence ? { ...work, evidence } : work;
  }

  /** Own models gain by training and lose by drift; a miner that serves for the first time gets one. */
  private train(plan: WorkPlan): void {
    const { context, models } = this;
    const { serving, steps } = plan;
    for (let j = 0; j < serving.length; j++) {
      const fresh = Number.isNaN(models.quality[j]!);
      if (fresh && !serving[j]) continue;
      const quality = fresh ? this.parameters.opening : models.quality[j]!;
      models.quality[j] = this.afterEpoch(quality, this.effort(steps[j]!), lessonOf(plan, j));
      if (fresh || steps[j]! > 0) models.artefact[j] = artefactHash(context.operatorIds[j]!, models.quality[j]!);
    }
  }

  /**
   * A copy of a model as it stood before the epoch has met the drift of the epoch and none of its training. It becomes the
   * copier's own model, so that whoever copies the copier in turn gets what it served.
   */
  private copy(plan: WorkPlan, before: Models): void {
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

  private afterEpoch(quality: number, effort: number, lesson: Lesson = "own"): number {
    const days = this.context.clock.epochSeconds / SECONDS_PER_DAY;
    const { qMax, q0, publicLoss, flippedQuality, drift } = this.parameters;
    const target = { own: qMax, public: qMax - publicLoss * (qMax - q0), flipped: flippedQuality }[lesson];
    return qualityStep(quality, effort, days, this.parameters, target, -Math.log1p(-drift));
  }

  /**
   * Quality and hash of what each miner really answers with; NaN and 0 where it does not serve.
   * @throws RangeError where one serves an old model: the curve keeps none
   */
  private serve(plan: WorkPlan): Models {
    const { quality, artefact } = this.models;
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
    const { epoch, audits } = plan;
    const { validatorIds, operatorIds } = this.context;
    const known = quality.map((q, j) => {
      const learnt = audits.publicQuestions === true && lessonOf(plan, j) === "public" && plan.serving[j] === 1;
      return learnt ? q + this.parameters.overfit * reached(this.parameters, q) : q;
    });
    const purposes = validatorIds.map((id) => `audit ${id}`);
    return Float64Array.from(
      audits.miners,
      (j, k) => known[j]! + this.noise(purposes[audits.validators[k]!]!, epoch, operatorIds[j]!),
    );
  }

  private noise(purpose: string, epoch: number, id: string): number {
    const { noise } = this.parameters;
    return noise === 0 ? 0 : noise * drawNormal(this.context.seed, purpose, epoch, id);
  }

  save(): LearnerState {
    return { ...copyOf(this.models) };
  }

  dispose(): void {}
}

/** Columns over the roster: quality of each miner's model (NaN for one that has never served) and its hash. */
interface Models {
  readonly quality: Float64Array;
  readonly artefact: Uint32Array;
}

function noModels({ operatorIds }: TaskContext): Models {
  return { quality: new Float64Array(operatorIds.length).fill(NaN), artefact: new Uint32Array(operatorIds.length) };
}

function copyOf({ quality, artefact }: Models): Models {
  return { quality: quality.slice(), artefact: artefact.slice() };
}

/** Hash of a model: who trained it and how good it was; never 0, which stands for none. */
function artefactHash(owner: string, quality: number): number {
  const [low, high] = new Uint32Array(Float64Array.of(quality).buffer);
  return hash32(owner, low! ^ high!) || 1;
}

const savedState = z.object({ quality: z.instanceof(Float64Array), artefact: z.instanceof(Uint32Array) });

function savedModels(state: LearnerState, { operatorIds }: TaskContext): Models {
  const models = savedState.parse(state);
  if (models.quality.length !== operatorIds.length) {
    throw new RangeError(`task curve: saved state has ${models.quality.length} miners; expected ${operatorIds.length}`);
  }
  return copyOf(models);
}
