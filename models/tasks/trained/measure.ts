import { stream } from "../../../sim/core/random.ts";
import type { Work, WorkPlan } from "../../../sim/task/contract.ts";
import { inputsFor } from "../../fleet/serve.ts";
import { audit } from "./audit.ts";
import type { Classroom } from "./classroom.ts";
import { meanMark, qualityOfMark } from "./mark.ts";
import { type Served, servedBy } from "./served.ts";
import type { Scene } from "./subject.ts";
import type { Taught } from "./teach.ts";
import type { Said } from "./votes.ts";

/** What was measured, and what was said to audits where these compare answers; votes are counted when all have answered. */
export interface Measured {
  readonly work: Work;
  readonly said?: Said;
}

/** Answers to hidden examples, customers and planned audits, marked: answers of what is really served, whatever its form. */
export async function measure(room: Classroom, plan: WorkPlan, taught: Taught, day: Scene): Promise<Measured> {
  const n = room.context.operatorIds.length;
  const served = plan.serving.includes(1) ? await servedBy(room, plan, taught.after, day) : undefined;
  const hidden = served ? await examine(room, day, served) : [];
  const customers = served ? await answerCustomers(room, plan.epoch, day, served) : [];
  const { said, ...audited } = await audit(room, plan, taught, day, served);
  const work: Work = {
    quality: new Float64Array(n).fill(NaN),
    servedQuality: new Float64Array(n).fill(NaN),
    ...audited,
    steps: taught.steps,
    artefact: new Uint32Array(n),
  };
  served?.miners.forEach((j, k) => {
    work.quality[j] = hidden[k]!;
    work.servedQuality[j] = customers[k]!;
    work.artefact[j] = served.hash(k);
  });
  return { work, ...(said && { said }) };
}

/** True quality of what each miner serves, on the hidden set. @returns [positions] */
async function examine(room: Classroom, day: Scene, { miners, voices, voiceCount, mean }: Served): Promise<number[]> {
  const { hidden } = room.sets;
  const inputs = inputsFor(room.subject.net, hidden.length);
  day.write(hidden, { inputs }, 0);
  const everyone = Array.from({ length: voiceCount }, (_, voice) => voice);
  const answers = await voices.answer(everyone, inputs);
  const marks = everyone.map((voice) => meanMark(room, day, hidden, answers, (k) => voice * hidden.length + k));
  return miners.map((_, position) => qualityOfMark(room, mean(position, marks)));
}

/** Quality of each miner's answers to a sample of requests of its own. @returns [positions] */
async function answerCustomers(room: Classroom, epoch: number, day: Scene, served: Served): Promise<number[]> {
  const { context, parameters, sets } = room;
  const size = parameters.requestSample;
  const requests = served.miners.map((j) => {
    const random = stream(context.seed, "request", epoch, context.operatorIds[j]!);
    return Int32Array.from({ length: size }, () => sets.requests[Math.floor(random() * sets.requests.length)]!);
  });
  const rows = served.miners.flatMap((_, position) => served.mayAnswer(position).map((voice) => ({ position, voice })));
  const answers = await served.voices.answerOwn(
    rows.map(({ voice }) => voice),
    size,
    (row, from, to, inputs, at) => day.write(requests[rows[row]!.position]!.subarray(from, to), { inputs }, at),
  );
  const rowOf = new Map(rows.map(({ position, voice }, row) => [`${position} ${voice}`, row]));
  return requests.map((chosen, position) => {
    const asker = `customers of ${context.operatorIds[served.miners[position]!]!}`;
    const at = (k: number) => rowOf.get(`${position} ${served.speaker(position, asker, k)}`)! * size + k;
    return qualityOfMark(room, meanMark(room, day, chosen, answers, at));
  });
}
