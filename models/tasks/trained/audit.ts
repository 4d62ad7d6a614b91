import { stream } from "../../../sim/core/random.ts";
import type { Evidence, Work, WorkPlan } from "../../../sim/task/contract.ts";
import { looksOf, nothingSeen, seenBy } from "../../../sim/task/evidence.ts";
import type { AuditPlan } from "../../../sim/verification/contract.ts";
import { sample } from "../../data/split.ts";
import { inputsFor } from "../../fleet/serve.ts";
import { type Classroom, remember } from "./classroom.ts";
import { differenceOf } from "./difference.ts";
import { type Asked, seeGains } from "./gains.ts";
import { meanMark, qualityOfMark } from "./mark.ts";
import type { Served } from "./served.ts";
import type { Scene } from "./subject.ts";
import type { Taught } from "./teach.ts";
import { note, nothingSaid, type Said } from "./votes.ts";

/** What audits found and saw, and the answers where these are compared with each other. */
interface Audited extends Pick<Work, "found" | "evidence"> {
  readonly said?: Said;
}

/**
 * Runs the planned audits, and no other: each auditor puts one sample of its questions to the miners it checks.
 * Auditors who check the same miners ask together, since a stack of models costs the same to prepare for any number of examples.
 * @param served what miners answer with; undefined where none serves
 */
export async function audit(
  room: Classroom,
  plan: WorkPlan,
  taught: Taught,
  day: Scene,
  served: Served | undefined,
): Promise<Audited> {
  const { audits } = plan;
  const looks = looksOf(audits);
  const pairs = audits.miners.length;
  const found = new Float64Array(pairs).fill(NaN);
  const seen = nothingSeen(pairs);
  const said = looks.includes("votes") ? nothingSaid(room.subject.net, pairs, room.parameters.auditSize) : undefined;
  for (const panel of served ? panels(audits, served.miners) : []) {
    const asked = askedBy(room, plan, panel);
    const answers = await answersTo(room, day, served!, panel, asked, looks.includes("outputs"));
    panel.pairs.forEach((ofValidator, v) =>
      ofValidator.forEach((pair, which) => {
        const given = answers.given(which, v);
        found[pair] = qualityOfMark(
          room,
          meanMark(room, day, ofAuditor(room, asked, v), given, (k) => k),
        );
        if (looks.includes("outputs")) seeOutputs(room, seen, pair, given, answers.committed(which, v));
        if (said) note(said, pair, given);
      }),
    );
    if (looks.includes("training")) await seeGains(room, plan, taught, day, asked, seen);
  }
  const evidence = seenBy(audits, seen);
  return { found, ...(evidence && { evidence }), ...(said && { said }) };
}

/** Compares what was served with what the model answers that the miner committed to. Writes `seen`. */
function seeOutputs(
  { subject }: Classroom,
  seen: Evidence,
  pair: number,
  given: Float32Array,
  own: Float32Array,
): void {
  const { largest, disagreeing, unlike } = differenceOf(subject.net, given, own);
  seen.difference[pair] = largest;
  seen.disagreeing[pair] = disagreeing;
  seen.unlike[pair] = unlike;
}

/** Auditors who check the same miners. */
interface Panel {
  /** positions of the checked miners among those who serve, and their roster indices */
  readonly positions: readonly number[];
  readonly miners: readonly number[];
  readonly validators: number[];
  /** for each validator the planned pairs, in the order of `positions` */
  readonly pairs: number[][];
}

function panels({ validators, miners }: AuditPlan, serving: readonly number[]): Iterable<Panel> {
  const position = new Map(serving.map((j, k) => [j, k]));
  const planned = new Map<number, number[]>();
  validators.forEach((validator, pair) => {
    if (position.has(miners[pair]!)) (planned.get(validator) ?? remember(planned, validator, [])).push(pair);
  });
  const found = new Map<string, Panel>();
  for (const [validator, pairs] of planned) {
    const checked = pairs.map((pair) => miners[pair]!);
    const key = checked.join();
    const positions = checked.map((j) => position.get(j)!);
    const none = { positions, miners: checked, validators: [], pairs: [] };
    const panel = found.get(key) ?? remember<string, Panel>(found, key, none);
    panel.validators.push(validator);
    panel.pairs.push(pairs);
  }
  return found.values();
}

function askedBy(room: Classroom, plan: WorkPlan, { miners, validators, pairs }: Panel): Asked {
  const size = room.parameters.auditSize;
  const examples = new Int32Array(validators.length * size);
  validators.forEach((validator, v) => examples.set(auditSample(room, plan, validator), v * size));
  return { miners, validators, pairs, examples };
}

/** Examples that an auditor asks in an epoch, the same of every miner: of its own set, or of the public one. */
function auditSample({ context, parameters, sets, publicSet }: Classroom, plan: WorkPlan, validator: number) {
  const set = plan.audits.publicQuestions ? publicSet() : sets.audits[validator]!;
  const random = stream(context.seed, "audit", plan.epoch, context.validatorIds[validator]!);
  return sample(set.length, parameters.auditSize, random).map((k) => set[k]!);
}

const ofAuditor = ({ parameters }: Classroom, { examples }: Asked, v: number): Int32Array =>
  examples.subarray(v * parameters.auditSize, (v + 1) * parameters.auditSize);

/** Answers to an audit, [auditSize, net.outputs], of a panel's miner and validator by their places in it. */
interface Answers {
  /** what was really served */
  given(which: number, v: number): Float32Array;
  /** what the model answers that the miner committed to: its own as it is, which is the copied one where it copies */
  committed(which: number, v: number): Float32Array;
}

async function answersTo(
  room: Classroom,
  day: Scene,
  served: Served,
  { positions, validators }: Panel,
  { examples }: Asked,
  again: boolean,
): Promise<Answers> {
  const { outputs } = room.subject.net;
  const inputs = inputsFor(room.subject.net, examples.length);
  day.write(examples, { inputs }, 0);
  const needed = positions.flatMap((position) => [...served.mayAnswer(position), ...(again ? [position] : [])]);
  const voices = [...new Set(needed)];
  const answers = await served.voices.answer(voices, inputs);
  const rowOf = new Map(voices.map((voice, row) => [voice, row]));
  const size = room.parameters.auditSize;
  const gather = (v: number, voiceOf: (k: number) => number): Float32Array => {
    const gathered = new Float32Array(size * outputs);
    for (let k = 0; k < size; k++) {
      const at = (rowOf.get(voiceOf(k))! * examples.length + v * size + k) * outputs;
      gathered.set(answers.subarray(at, at + outputs), k * outputs);
    }
    return gathered;
  };
  const asker = (v: number) => `audit of ${room.context.validatorIds[validators[v]!]!}`;
  return {
    given: (which, v) => gather(v, (k) => served.speaker(positions[which]!, asker(v), k)),
    committed: (which, v) => gather(v, () => positions[which]!),
  };
}
