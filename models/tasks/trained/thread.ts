/** A thread that trains: what a crew's threads run. */
import { isWorkerThread, move, transferableSymbol, valueSymbol } from "piscina";
import { choose } from "../../backend/index.ts";
import { subjectOf } from "../subjects.ts";
import type { Done, Job, Lecture, PerformPart } from "./crew.ts";
import { takenHome } from "./desks.ts";
import { performingPart } from "./open.ts";

const prepared = new Map<string, Promise<PerformPart>>();

type Fail = (error: unknown) => void;
const die: Fail = (error) => {
  throw error;
};
let fail = die;
if (isWorkerThread) process.on("uncaughtException", (error) => fail(error));

/**
 * A job that ends with any error that nobody catches meanwhile: a thread that died of it would leave a port behind that now
 * and then holds the whole process.
 */
function guarded<T>(job: Promise<T>): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    fail = reject;
    job.then(resolve, reject);
  }).finally(() => (fail = die));
}

/** Does a part of an epoch; the classroom is prepared once and kept. What was learnt is handed over, not copied. */
export default async function work({ lecture, plan, before }: Job): Promise<Done> {
  const key = JSON.stringify(lecture);
  const perform = prepared.get(key) ?? prepare(lecture);
  prepared.set(key, perform);
  const models = new Map(before);
  const { work, after, said } = await guarded(perform.then((play) => play(plan, models)));
  const { models: changed, memory } = takenHome([...after].filter(([id, member]) => models.get(id) !== member));
  const done: Done = { work, changed, ...(said && { said }) };
  return move({ [transferableSymbol]: memory, [valueSymbol]: done } as never) as unknown as Done;
}

async function prepare({ kind, parameters, context, backend }: Lecture): Promise<PerformPart> {
  const subject = await subjectOf(kind, parameters, context.seed);
  return performingPart(await choose(backend), subject, parameters, context);
}
