import { z } from "zod";
import { SECONDS_PER_DAY } from "../core/clock.ts";
import { drawNormal, hash32 } from "../core/random.ts";
import { mechanism } from "../core/slot.ts";
import { fraction, notNegative, perDay } from "../units.ts";
import type { Learner, LearnerState, Task, TaskContext, Work, WorkPlan } from "./contract.ts";

/**
 * Effort to quality in closed form, no tensor library: each miner's quality follows
 *
 *   q' = u f (qMax - q) - d (q - q0),   f = steps / reference steps
 *
 * in continuous time, solved exactly over an epoch of Delta days:
 *
 *   q(t + Delta) = q_inf + (q - q_inf) exp(-(u f + d) Delta),   q_inf = (u f qMax + d q0) / (u f + d)
 *
 * with d = -ln(1 - drift), so that daily and weekly epochs agree. Audits and customers see q plus normal noise that
 * belongs to (epoch, validator, miner). Source: docs/economy.md, "Task".
 */
export const curve = mechanism(
  "curve",
  "Effort to quality in closed form, in seconds and without a tensor library: q' = u f (qMax - q) - d (q - q0) with " +
    "f = steps / reference steps, solved exactly over an epoch; d = -ln(1 - drift). Audits and customers see q plus noise. " +
    "Source: docs/economy.md, Task.",
  {
    catchUp: perDay.prefault("0.3 /day").describe("u: rate at which full training closes the distance to qMax"),
    drift: fraction
      .lt(1, { error: () => "expected a fraction below 1" })
      .default(0.02)
      .describe("fraction of the distance to the baseline that a model which is not trained loses per day"),
    qMax: fraction.default(0.95).describe("quality that training tends to"),
    q0: fraction.default(0).describe("quality of the baseline guess, to which drift leads"),
    opening: fraction.default(0).describe("quality of a miner's model when it first serves"),
    noise: notNegative.default(0.02).describe("standard deviation of a measured quality"),
  },
  (parameters, context: TaskContext): Task => ({
    backend: "curve",
    start: async () => new CurveLearner(parameters, context, new Float64Array(context.operatorIds.length).fill(NaN)),
    load: async (state) => new CurveLearner(parameters, context, savedQuality(state, context)),
  }),
  [],
  ({ q0, qMax }) => (q0 < qMax ? [] : [{ path: "q0", message: `expected less than qMax (${qMax})` }]),
);

interface CurveParameters {
  readonly catchUp: number;
  readonly drift: number;
  readonly qMax: number;
  readonly q0: number;
  readonly opening: number;
  readonly noise: number;
}

/**
 * Quality after `days` with a share `effort` of the reference steps.
 * @param drift continuous rate per day
 */
export function qualityStep(
  quality: number,
  effort: number,
  days: number,
  { catchUp, qMax, q0 }: Pick<CurveParameters, "catchUp" | "qMax" | "q0">,
  drift: number,
): number {
  const rate = catchUp * effort + drift;
  if (rate === 0) return quality;
  const settled = (catchUp * effort * qMax + drift * q0) / rate;
  return settled + (quality - settled) * Math.exp(-rate * days);
}

class CurveLearner implements Learner {
  /** @param quality [operators] of each miner's own model; NaN for one that has never served */
  constructor(
    private readonly parameters: CurveParameters,
    private readonly context: TaskContext,
    private readonly quality: Float64Array,
  ) {}

  async perform(plan: WorkPlan): Promise<Work> {
    const before = this.quality.slice();
    this.train(plan);
    const { context } = this;
    const operators = context.operatorIds.length;
    const quality = new Float64Array(operators).fill(NaN);
    const servedQuality = new Float64Array(operators).fill(NaN);
    const artefact = new Uint32Array(operators);
    for (let j = 0; j < operators; j++) {
      if (!plan.serving[j]) continue;
      const model = plan.serves[j]!;
      // A copy becomes the copier's own model, so that whoever copies it in turn gets what it served.
      if (model !== j && !Number.isNaN(before[model]!)) this.quality[j] = before[model]!;
      quality[j] = this.quality[j]!;
      servedQuality[j] = quality[j]! + this.noise("served", plan.epoch, context.operatorIds[j]!);
      artefact[j] = artefactHash(context.operatorIds[model]!, quality[j]!);
    }
    const found = this.audit(plan, quality);
    return { quality, servedQuality, found, steps: plan.steps.slice(), artefact };
  }

  /** Own models gain by training and lose by drift; a miner that serves for the first time gets one. */
  private train({ serving, steps }: WorkPlan): void {
    const { parameters, context, quality } = this;
    const days = context.clock.epochSeconds / SECONDS_PER_DAY;
    const drift = -Math.log1p(-parameters.drift);
    for (let j = 0; j < quality.length; j++) {
      if (Number.isNaN(quality[j]!)) {
        if (!serving[j]) continue;
        quality[j] = parameters.opening;
      }
      quality[j] = qualityStep(quality[j]!, steps[j]! / context.referenceSteps, days, parameters, drift);
    }
  }

  private audit({ epoch, audits }: WorkPlan, quality: Float64Array): Float64Array {
    const { validatorIds, operatorIds } = this.context;
    return Float64Array.from(audits.miners, (j, k) => {
      const validator = validatorIds[audits.validators[k]!]!;
      return quality[j]! + this.noise(`audit ${validator}`, epoch, operatorIds[j]!);
    });
  }

  private noise(purpose: string, epoch: number, id: string): number {
    const { noise } = this.parameters;
    return noise === 0 ? 0 : noise * drawNormal(this.context.seed, purpose, epoch, id);
  }

  /** Arms share every draw, so a fork needs nothing but the state. */
  fork(): Learner {
    return new CurveLearner(this.parameters, this.context, this.quality.slice());
  }

  save(): LearnerState {
    return { quality: this.quality.slice() };
  }

  dispose(): void {}
}

/** Hash of a model: whose it is and how good; never 0, which stands for none. */
function artefactHash(owner: string, quality: number): number {
  const [low, high] = new Uint32Array(Float64Array.of(quality).buffer);
  return hash32(owner, low! ^ high!) || 1;
}

const savedState = z.object({ quality: z.instanceof(Float64Array) });

function savedQuality(state: LearnerState, { operatorIds }: TaskContext): Float64Array {
  const { quality } = savedState.parse(state);
  if (quality.length !== operatorIds.length) {
    throw new RangeError(`task curve: saved state has ${quality.length} miners; expected ${operatorIds.length}`);
  }
  return quality.slice();
}
