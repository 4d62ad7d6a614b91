import { expect, it } from "vitest";
import { run, begin } from "../../sim/run.ts";
import { entryOf } from "../../sim/core/matrix.ts";
import type { Subnet } from "../../sim/world.ts";
import { armsOfFile, playSmall, SMALL } from "../support/play.ts";

/** Subnets after each epoch of the arm in which miners leave. */
async function subnets(...overrides: string[]): Promise<Subnet[]> {
  const arms = armsOfFile(SMALL, overrides);
  const found: Subnet[] = [];
  for await (const { arms: names, world } of run(arms, await begin(arms))) {
    if (names.includes("cut")) found.push(world.subnets[0]!);
  }
  return found;
}

it("what a rule looks back at is handed on, without those whose uid changed hands", async () => {
  const all = await subnets("consensus.weightsOf=previous", "consensus.bonds=yuma2");
  let changes = 0;
  all.forEach(({ ids, mechanisms }, epoch) => {
    const { kept } = mechanisms[0]!;
    const everyone = ids.map((_, uid) => uid);
    const changed = everyone.filter((uid) => epoch > 0 && ids[uid] !== all[epoch - 1]!.ids[uid]);
    changes += changed.length;
    for (const uid of changed) {
      expect(kept!.consensusWeight[uid]).toBe(0);
      for (const i of everyone)
        expect([entryOf(kept!.weights, i, uid), entryOf(kept!.weights, uid, i)]).toEqual([0, 0]);
    }
    const staying = everyone.filter((uid) => ids[uid] !== "" && !changed.includes(uid));
    expect(staying.some((uid) => kept!.consensusWeight[uid]! > 0)).toBe(true);
  });
  expect(changes).toBeGreaterThan(0);
});

it("permits are those that the epoch before gave, by stake", async () => {
  const rows = await playSmall("consensus.maxValidators=1", "duration=4 weeks", "taper={kind: never}");
  const paid = rows["validators"]!.filter((row) => row["arm"] === "cut" && Number(row["dividend"]) > 0);
  // Everybody opens with one. Of equal stakes the higher uid keeps it.
  expect(paid.map((row) => [row["epoch"], row["id"]])).toEqual([
    [0, "validator/0"],
    [0, "validator/1"],
    ...[1, 2, 3].map((epoch) => [epoch, "validator/1"]),
  ]);
});

it("who has stopped is given no weight, whatever validators remember of it", async () => {
  const rows = await playSmall("scoring={kind: proportional, memory: 90 days}");
  const paid = new Map<string, number>();
  for (const { arm, epoch, incentive } of rows["miners"]!)
    paid.set(`${arm} ${epoch}`, (paid.get(`${arm} ${epoch}`) ?? 0) + Number(incentive));
  const stopped = rows["operators"]!.filter((row) => row["status"] === "off" || row["status"] === "elsewhere");
  expect(stopped.filter((row) => paid.get(`${row["arm"]} ${Number(row["epoch"]) + 1}`)! > 0).length).toBeGreaterThan(5);
  for (const [epoch, total] of paid) if (total > 0) expect(total, epoch).toBeCloseTo(1, 12);
});

it("a rule that does not look back keeps nothing", async () => {
  for (const { mechanisms } of await subnets()) expect(mechanisms[0]!.kept).toBeNull();
});
