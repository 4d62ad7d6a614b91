/** A thread that trains: what a crew's threads run. */
import { move, transferableSymbol, valueSymbol } from "piscina";
import { choose } from "../../backend/index.ts";
import { subjectOf } from "../subjects.ts";
import type { Done, Job, Lecture, PerformPart } from "./crew.ts";
import { takenHome } from "./desks.ts";
import { performingPart } from "./open.ts";

const prepared = new Map<string, Promise<PerformPart>>();

/** Does a part of an epoch; the classroom is prepared once and kept. What was learnt is handed over, not copied. */
export default async function work({ lecture, plan, before }: Job): Promise<Done> {
  const key = JSON.stringify(lecture);
  const perform = prepared.get(key) ?? prepare(lecture);
  prepared.set(key, perform);
  const models = new Map(before);
  const { work, after, said } = await (await perform)(plan, models);
  const { models: changed, memory } = takenHome([...after].filter(([id, member]) => models.get(id) !== member));
  const done: Done = { work, changed, ...(said && { said }) };
  return move({ [transferableSymbol]: memory, [valueSymbol]: done } as never) as unknown as Done;
}

async function prepare({ kind, parameters, context, backend }: Lecture): Promise<PerformPart> {
  const subject = await subjectOf(kind, parameters, context.seed);
  return performingPart(await choose(backend), subject, parameters, context);
}
