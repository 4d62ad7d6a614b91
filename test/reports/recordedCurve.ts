/** Records that the task `curve` made, its values known. */
import type { Records } from "../../reports/records.ts";
import { clock, SECONDS_PER_DAY } from "../../sim/core/clock.ts";
import { drawNormal } from "../../sim/core/random.ts";
import { memoryRecorder } from "../../sim/memoryRecorder.ts";
import type { Row } from "../../sim/record.ts";
import { curve } from "../../sim/task/curve.ts";
import { manifest, zeros } from "./synthetic.ts";

export const TRUTH = { catchUp: 0.06, drift: 0.02, qMax: 0.9, q0: 0.2 };
export const STEPS_PER_DAY = 20;

export interface Told {
  readonly seed?: number;
  readonly miners?: number;
  readonly epochs?: number;
  readonly days?: number;
  /** standard deviation of what moves a model's quality in an epoch beside the curve */
  readonly shock?: number;
  /** effort of a miner in an epoch */
  readonly effort?: (miner: number, epoch: number) => number;
  /** miner whose model each one serves */
  readonly serves?: (miner: number, epoch: number) => number;
  readonly noise?: number;
  readonly truth?: typeof TRUTH;
}

/** Half the miners stop training for a while, each trains as much as its number says. */
export const various = (miner: number, epoch: number): number => (miner % 2 === 0 && epoch > 8 ? 0 : 0.2 + 0.1 * miner);

/** Epochs of the task `curve`; its models are moved by shocks between epochs where there are some. */
export async function recorded(told: Told = {}): Promise<Records> {
  const { seed = 1, miners = 8, epochs = 26, days = 7, shock = 0, noise = 0, truth = TRUTH } = told;
  const { effort = various, serves = (m: number) => m } = told;
  const ids = Array.from({ length: miners }, (_, m) => `m${m}`);
  const time = clock(12, (days * SECONDS_PER_DAY) / 12, epochs * days * SECONDS_PER_DAY);
  const parameters = { kind: "curve", ...truth, catchUp: `${truth.catchUp} /day`, opening: 0.3, noise };
  const task = curve.build(curve.schema.parse(parameters), {
    clock: time,
    seed,
    operatorIds: ids,
    validatorIds: [],
    referenceSteps: STEPS_PER_DAY * days,
    environment: {},
  });
  const rows: Record<string, Row[]> = { epochs: [], miners: [] };
  let learner = await task.start("cut");
  for (let epoch = 0; epoch < epochs; epoch++) {
    const plan = {
      epoch,
      day: days * (epoch + 1),
      serving: new Uint8Array(miners).fill(1),
      steps: Int32Array.from(ids, (_, m) => Math.round(effort(m, epoch) * STEPS_PER_DAY * days)),
      serves: Int32Array.from(ids, (_, m) => serves(m, epoch)),
      audits: { validators: new Int32Array(0), miners: new Int32Array(0) },
    };
    const work = await learner.perform(plan);
    const state = learner.save() as { quality: Float64Array; artefact: Uint32Array };
    if (shock > 0) {
      const moved = state.quality.map((q, m) => q + shock * drawNormal(seed, "shock", epoch, ids[m]!));
      learner = await task.load({ ...state, quality: moved }, "cut");
      state.quality.set(moved);
    }
    rows["epochs"]!.push({ ...zeros("epochs"), arm: "cut", epoch, subnet: 0 });
    ids.forEach((id, m) =>
      rows["miners"]!.push({
        ...zeros("miners"),
        arm: "cut",
        epoch,
        subnet: 0,
        id,
        serves: ids[plan.serves[m]!]!,
        form: "honest",
        lesson: "own",
        planned: plan.steps[m]!,
        steps: plan.steps[m]!,
        quality: state.quality[m]!,
        servedQuality: state.quality[m]! + (work.servedQuality[m]! - work.quality[m]!),
      }),
    );
  }
  const recorder = memoryRecorder();
  void recorder.write(rows);
  const about = manifest({ epochDays: days, days: epochs * days });
  return { manifest: { ...about, arms: ["cut"], scenario: { task: { kind: "curve" } } }, frames: recorder.frames() };
}
