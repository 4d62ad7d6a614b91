import type { Clock } from "../core/clock.ts";
import type { AuditPlan } from "../verification/contract.ts";

/**
 * What a miner answers with: its model as it is (`honest`), the model with its weights in 8, 4 or 3 bits, a smaller model taught
 * by it (`student`), the model as it stood some epochs ago (`stale`), or the answers of another miner to the same requests
 * (`answers`).
 */
export const SERVED_FORMS = ["honest", "int8", "int4", "int3", "student", "stale", "answers"] as const;
export type ServedForm = (typeof SERVED_FORMS)[number];

/** What miners answer with in place of their models, [operators] by roster index. */
export interface Substitution {
  readonly form: readonly ServedForm[];
  /** share of requests that are answered so, 0..1; the others are answered by the model. 0 where the form is honest */
  readonly share: Float64Array;
  /** age of the model served in epochs; 0 where the form is not stale */
  readonly epochsOld: Int32Array;
}

/** What `perform` is asked to do in an epoch; a part of the plan. All arrays [operators] by roster index. */
export interface WorkPlan {
  readonly epoch: number;
  /** day of the run at which the epoch ends: the data are those of this day */
  readonly day: number;
  /** 1 where the miner serves this epoch */
  readonly serving: Uint8Array;
  /** optimiser steps to run */
  readonly steps: Int32Array;
  /** roster index whose model (as it stood before this epoch's training) is served; itself for an own model, trained first */
  readonly serves: Int32Array;
  /** left out: all are honest. Where the form is `answers`, `serves` is whose answers are passed on, and no model is copied */
  readonly substitution?: Substitution;
  /** what each miner trains on; left out: all on their own shard */
  readonly lessons?: readonly Lesson[];
  readonly audits: AuditPlan;
}

/** `own`: the miner's shard. `public`: the public questions alone, over and over. `flipped`: the shard with wrong targets. */
export type Lesson = "own" | "public" | "flipped";

/** What planned audits saw beside quality. All [pairs], in the plan's order; NaN where it was not looked at. */
export interface Evidence {
  /** largest absolute difference of an output (a logit, a number) from that of the model committed to, run again */
  readonly difference: Float64Array;
  /** share of answers that differ from that model's: another class, or a number off by more than 0.01 */
  readonly disagreeing: Float64Array;
  /** share of answers whose softmaxed outputs have a cosine below 0.9 with that model's; NaN where outputs are no classes */
  readonly unlike: Float64Array;
  /** share of answers other than what most of those say whom the auditor asked the same; the lower miner counts where equal */
  readonly outvoted: Float64Array;
  /** relative fall of the model's loss in this epoch, (before - after) / before, on the auditor's questions ... */
  readonly gain: Float64Array;
  /** ... and on as many examples of the shard that was assigned to the miner */
  readonly assignedGain: Float64Array;
}

/** What was measured. Quality is scaled: 0 the baseline guess, 1 what the task's small model can reach. */
export interface Work {
  /** [operators] true quality on hidden data of what is served; NaN where the miner does not serve */
  readonly quality: Float64Array;
  /** [operators] quality of the answers to a fixed-size sample of customers' requests; NaN where not serving */
  readonly servedQuality: Float64Array;
  /** [pairs] quality found by each planned audit, in the plan's order */
  readonly found: Float64Array;
  /** left out where the plan looks at quality alone */
  readonly evidence?: Evidence;
  /** [operators] steps really run */
  readonly steps: Int32Array;
  /** [operators] 32-bit hash of what is served, its form included; 0 where the miner does not serve */
  readonly artefact: Uint32Array;
}

/** Plain data (numbers, strings, typed arrays, nested) that `load` turns back into a learner. */
export type LearnerState = Readonly<Record<string, unknown>>;

/** Trained state beside the world: weights, optimiser and step per id. The only mutable thing of a run. */
export interface Learner {
  /** Runs the plan: trains, serves, measures. May be slow; may run miners in any order or at once. */
  perform(plan: WorkPlan): Promise<Work>;
  save(): LearnerState;
  /** Frees what it holds; it must not be used afterwards. */
  dispose(): void;
}

/** One paragraph on what is learnt: scale of quality, data, licence. Printed in reports. */
export interface Task {
  /** who answered: "curve", "replay", or the backend that trained */
  readonly backend: string;
  start(arm: string): Promise<Learner>;
  /** Goes on from a saved state; an arm is forked by loading the state of another one. */
  load(state: LearnerState, arm: string): Promise<Learner>;
  /** whether an arm's work from epoch 0 on is recorded; left out where work is done anew */
  recorded?(arm: string): boolean;
  /**
   * What the saved model of one miner has learnt, to be looked at. Left out, or undefined, where there is nothing to see.
   * @throws RangeError when the state holds no model of this id
   */
  exhibit?(state: LearnerState, id: string): Promise<Exhibit | undefined>;
}

/** A picture to be looked at. */
export interface Exhibit {
  /** pixels */
  readonly width: number;
  readonly height: number;
  /** [height, width, 3] red, green, blue, 0..255 */
  readonly rgb: Uint8ClampedArray;
}

/** Trait of a kind of task whose answers are numbers, not classes. */
export const NUMBERS = "numbers";

/** What a task may know when it is built. */
export interface TaskContext {
  readonly clock: Clock;
  readonly seed: number;
  readonly operatorIds: readonly string[];
  readonly validatorIds: readonly string[];
  /** steps an epoch of a reference unit that works all hours with its group's training share; the scale of effort */
  readonly referenceSteps: number;
  /** what the caller provides and sim/ cannot know: the tensor backend wanted, recorded work for replay */
  readonly environment: Environment;
}

export interface Environment {
  /** wanted backend, `auto` by default */
  readonly backend?: "auto" | "node-gpu" | "webgpu" | "wasm" | "cpu";
  /** threads that share the training; left out: this thread alone */
  readonly crew?: Crew;
  /** reads the recorded work of a run; needed by the task `replay` */
  readonly recordedWork?: (run: string) => RecordedWork;
}

/** Threads that do jobs, each told in plain data; results do not depend on how many there are. */
export interface Crew {
  readonly size: number;
  run(job: unknown): Promise<unknown>;
}

/** Recorded work of one arm: for each epoch what was planned and what came out. */
export interface RecordedWork {
  epoch(
    arm: string,
    epoch: number,
  ):
    | {
        readonly plan: Pick<WorkPlan, "serving" | "steps" | "serves" | "substitution" | "lessons" | "audits">;
        readonly work: Work;
      }
    | undefined;
}
