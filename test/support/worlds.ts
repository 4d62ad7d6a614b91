import type { Arms } from "../../sim/arms.ts";
import { begin, run } from "../../sim/run.ts";
import type { World } from "../../sim/world.ts";
import { armsOfFile } from "./play.ts";

/** Operators alone: fixed demand, pay by hours, nothing that learns. */
export const OPERATORS = "test/support/operators.yaml";

/** The worlds after every epoch of the first arm. */
export async function worldsOf(arms: Arms): Promise<World[]> {
  const worlds: World[] = [];
  for await (const { world } of run({ arms: arms.arms.slice(0, 1), forkEpoch: 0 }, await begin(arms)))
    worlds.push(world);
  return worlds;
}

export const worldsOfFile = (overrides: readonly string[], file = OPERATORS): Promise<World[]> =>
  worldsOf(armsOfFile(file, overrides));
