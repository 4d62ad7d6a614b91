import { draw } from "../core/random.ts";
import { SECONDS_PER_DAY } from "../core/clock.ts";
import type { Evidence, ServedForm, TaskContext, WorkPlan } from "./contract.ts";
import type { CurveParameters } from "./curveParameters.ts";
import { lessonOf, looksOf, toBeSeen } from "./evidence.ts";
import { copiesModel, formOf, relayedFrom, substitutedShare } from "./substitution.ts";

/** What an epoch did to models, by operator. */
interface Learnt {
  /** quality on this epoch's data of the model before it, without its training; NaN where there was none */
  readonly untrained: (j: number) => number;
  /** quality of the model after it; NaN where there is none */
  readonly trained: Float64Array;
  /** share of the reference steps that were trained */
  readonly effort: (j: number) => number;
}

/** Who answers a request: the model of a miner, in a form. */
interface Voice {
  readonly owner: number;
  readonly form: ServedForm;
}

/** How far a quality is from the baseline to what training tends to, 0..1. */
export const reached = ({ qMax, q0 }: Pick<CurveParameters, "qMax" | "q0">, quality: number): number =>
  Math.min(1, Math.max(0, (quality - q0) / (qMax - q0)));

/**
 * What audits see on the curve; undefined where they look at quality alone. Source: docs/economy.md, "Task", Evidence.
 *
 * Each of `auditSize` answers is the model's or its substitute's by the draw that also decides it where answers are real. An answer
 * of a model of quality q is what most say with probability (1 - outvoted) (q - q0) / (qMax - q0); one that is passed on is so when it
 * is at its source. The loss is taken as 1 - q.
 */
export function curveEvidence(
  parameters: CurveParameters,
  context: TaskContext,
  plan: WorkPlan,
  learnt: Learnt,
): Evidence | undefined {
  const { audits } = plan;
  const looks = looksOf(audits);
  if (looks.length === 0) return undefined;
  const seen = toBeSeen(audits, looks);
  const [outputs, votes, training] = [looks.includes("outputs"), looks.includes("votes"), looks.includes("training")];
  let listen: Listener | undefined;
  for (let pair = 0; pair < audits.miners.length; pair++) {
    const j = audits.miners[pair]!;
    if (plan.serving[j] !== 1) continue;
    const substituted = substitutedShare(plan, j) > 0;
    if (outputs && !substituted) sameOutputs(seen, pair);
    if (training) {
      const { gain, assignedGain } = gainsOf(parameters, context, plan, learnt, j);
      seen.gain[pair] = gain;
      seen.assignedGain[pair] = assignedGain;
    }
    if (!votes && !(outputs && substituted)) continue;
    listen ??= listener(parameters, context, plan, learnt);
    listen(seen, pair, outputs && substituted, votes);
  }
  return seen;
}

/** Writes what an audit makes of answers: how far they are from the model's, and whether most say the same. */
type Listener = (seen: Evidence, pair: number, outputs: boolean, votes: boolean) => void;

function listener(parameters: CurveParameters, context: TaskContext, plan: WorkPlan, { trained }: Learnt): Listener {
  const { audits } = plan;
  const speaker = speakerOf(context, plan);
  const askers = context.validatorIds.map((id) => `audit of ${id}`);
  return (seen, pair, outputs, votes) => {
    const j = audits.miners[pair]!;
    const asker = askers[audits.validators[pair]!]!;
    const voices = Array.from({ length: parameters.auditSize }, (_, k) => speaker(j, asker, k));
    const drawn = (purpose: string, of: number, k: number) =>
      draw(context.seed, `${purpose} ${asker}`, plan.epoch, context.operatorIds[of]!, k);
    if (outputs) {
      const apart = voices.map((voice) => apartOf(parameters, voice, j));
      const share = (which: 1 | 2) => shareOf(apart, (answer, k) => drawn("differ", j, k) < answer[which]);
      seen.difference[pair] = Math.max(...apart.map(([difference]) => difference));
      seen.disagreeing[pair] = share(1);
      seen.unlike[pair] = share(2);
    }
    if (votes) {
      const agreeing = (voice: Voice) => agreement(parameters, voice, trained[voice.owner]!);
      seen.outvoted[pair] = shareOf(voices, (voice, k) => drawn("vote", voice.owner, k) >= agreeing(voice));
    }
  };
}

/** The model's own answers: nothing needs to be drawn to know that they do not differ. Writes the evidence. */
function sameOutputs({ difference, disagreeing, unlike }: Evidence, pair: number): void {
  difference[pair] = 0;
  disagreeing[pair] = 0;
  unlike[pair] = 0;
}

const shareOf = <T>(all: readonly T[], holds: (one: T, k: number) => boolean): number =>
  all.filter(holds).length / all.length;

/** The voice that answers request k of an asker. A request passed on is answered as the miner that is asked would answer it. */
function speakerOf(
  { seed, operatorIds }: TaskContext,
  plan: WorkPlan,
): (j: number, asker: string, request: number) => Voice {
  const asks = relayedFrom(plan);
  const speaker = (j: number, asker: string, request: number): Voice => {
    const own: Voice = { owner: j, form: "honest" };
    const share = substitutedShare(plan, j);
    if (share === 0) return own;
    if (share < 1 && draw(seed, `substitute ${asker}`, plan.epoch, operatorIds[j]!, request) >= share) return own;
    if (asks[j]! >= 0) return speaker(asks[j]!, asker, request);
    return formOf(plan, j) === "answers" ? own : { owner: j, form: formOf(plan, j) };
  };
  return speaker;
}

/** How far an answer is from that of miner j's model: difference of outputs, odds of another answer, odds of an unlike one. */
function apartOf(parameters: CurveParameters, { owner, form }: Voice, j: number): readonly [number, number, number] {
  if (owner !== j) return parameters.answersApart;
  const { int8Apart: int8, int4Apart: int4, int3Apart: int3, studentApart: student } = parameters;
  const forms: Partial<Record<ServedForm, readonly [number, number, number]>> = { int8, int4, int3, student };
  return forms[form] ?? [0, 0, 0];
}

/** Share of its quality that a form loses; 0 for one that is no changed model. */
export function formLoss(parameters: CurveParameters, form: ServedForm): number {
  const { int8Loss: int8, int4Loss: int4, int3Loss: int3, studentLoss: student } = parameters;
  const losses: Partial<Record<ServedForm, number>> = { int8, int4, int3, student };
  return losses[form] ?? 0;
}

/** Odds that a voice says what most say. @param quality of the model behind it */
const agreement = (parameters: CurveParameters, { form }: Voice, quality: number): number =>
  (1 - parameters.outvoted) * reached(parameters, quality * (1 - formLoss(parameters, form)));

/**
 * Relative fall of the loss on an auditor's questions and on the assigned shard. What was itself trained on falls further by
 * ownGain (1 - exp(-u f Delta)): the shard for who trains on it, public questions for who trains on these.
 */
function gainsOf(
  { catchUp, ownGain }: CurveParameters,
  { clock }: TaskContext,
  plan: WorkPlan,
  { untrained, trained, effort }: Learnt,
  j: number,
): { readonly gain: number; readonly assignedGain: number } {
  const gain = (trained[j]! - untrained(j)) / (1 - untrained(j));
  const days = clock.epochSeconds / SECONDS_PER_DAY;
  const more = copiesModel(plan, j) ? 0 : ownGain * -Math.expm1(-catchUp * effort(j) * days);
  const lesson = lessonOf(plan, j);
  return {
    gain: lesson === "public" && plan.audits.publicQuestions ? gain + more : gain,
    assignedGain: lesson === "own" ? gain + more : gain,
  };
}
