/** Runs whose findings are made up, so that a test says what validators see. */
import { decide } from "../../sim/epoch/decide.ts";
import { settle } from "../../sim/epoch/settle.ts";
import { expanded } from "../../sim/record/batch.ts";
import type { Row, Rows } from "../../sim/record.ts";
import { begin } from "../../sim/run.ts";
import type { World } from "../../sim/world.ts";
import { armsOfFile, SMALL } from "./play.ts";

export interface Epoch {
  readonly world: World;
  readonly rows: Rows;
}

/** Plays the first arm of the small world with findings of one's own: the quality that each audit of a miner finds. */
export async function playFound(
  overrides: readonly string[],
  found: (miner: number, epoch: number, validator: number) => number,
  between: (world: World) => World = (world) => world,
): Promise<Epoch[]> {
  const arms = armsOfFile(SMALL, overrides);
  const { name, rules } = arms.arms[0]!;
  const opening = await begin(arms);
  const learner = await rules.task.load(opening.learner, name);
  const played: Epoch[] = [];
  for (let world = opening.world; world.epoch < rules.clock.epochs;) {
    world = between(world);
    const plan = decide(rules, world);
    const work = await learner.perform(plan.work);
    const { epoch } = world;
    const { miners, validators } = plan.work.audits;
    const told = { ...work, found: Float64Array.from(miners, (miner, k) => found(miner, epoch, validators[k]!)) };
    const settled = settle(rules, world, plan, told);
    world = settled.world;
    played.push({ world, rows: expanded(settled.tables(["cut"])) });
  }
  learner.dispose();
  return played;
}

/** A column of one participant, epoch by epoch. */
export const valuesOf = (played: readonly Epoch[], table: string, id: string, name: string): number[] =>
  played.map(({ rows }) => Number(rows[table]!.find((row: Row) => row["id"] === id)![name]));

/** Nobody comes, goes or copies: what validators find is all that moves. */
export const still = [
  "membership={kind: fixed}",
  "taper={kind: never}",
  "duration=16 weeks",
  "scoring={kind: proportional}",
  "participants.copier.behaviour={kind: honest}",
  ...["validator", "follower"].map((id) => `participants.${id}.patience=520 weeks`),
];
