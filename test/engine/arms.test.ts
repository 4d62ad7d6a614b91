import { deserialize, serialize } from "node:v8";
import { describe, expect, it } from "vitest";
import { begin, run, type RunState } from "../../sim/run.ts";
import { memoryRecorder } from "../../sim/memoryRecorder.ts";
import type { Row } from "../../sim/record.ts";
import { armsOfFile, ofArm, playAll, SMALL } from "../support/play.ts";

const tables = (rows: Record<string, Row[]>, arm: string) =>
  Object.fromEntries(Object.entries(rows).map(([name, list]) => [name, ofArm(list, arm)]));

describe("arms", () => {
  it("are equal in every column without a taper, though each is played on its own", async () => {
    const { arms } = armsOfFile(SMALL, ["taper={kind: never}"]);
    const rows = await playAll({ arms, forkEpoch: 0 });
    expect(rows["epochs"]!.length).toBe(2 * 52);
    expect(tables(rows, "keep")).toEqual(tables(rows, "cut"));
  });

  it("part because of the taper and nothing else", async () => {
    const rows = await playAll(armsOfFile(SMALL));
    const [cut, keep] = [ofArm(rows["epochs"]!, "cut"), ofArm(rows["epochs"]!, "keep")];
    expect(keep.slice(0, 26)).toEqual(cut.slice(0, 26));
    expect(keep[26]).not.toEqual(cut[26]);
  });

  it.each([0, 1, 13, 25, 26])("a fork forced at epoch %i changes nothing", async (forkEpoch) => {
    const { arms, forkEpoch: announced } = armsOfFile(SMALL);
    expect(announced).toBe(26);
    const [forked, own] = [await playAll({ arms, forkEpoch }), await playAll({ arms, forkEpoch: 0 })];
    for (const arm of ["cut", "keep"]) expect(tables(forked, arm)).toEqual(tables(own, arm));
  });

  it("fork when the end is announced, not when it comes", () => {
    expect(armsOfFile(SMALL, ["taper.announcedAt=10 weeks"]).forkEpoch).toBe(10);
  });

  it("play nothing twice when the subsidy never ends", () => {
    expect(armsOfFile(SMALL, ["taper={kind: never}"]).forkEpoch).toBe(52);
  });
});

describe("a twin that changes more than the taper", () => {
  it.each([
    ["another price", "price: { kind: fixed, usdPerToken: 3 }"],
    ["another pool", "price: { usd: 100000 USD }"],
    ["another demand", "demand: { kind: constant, requests: 9000 requests/day, worth: { best: 0.01 USD/request } }"],
  ])("is played as its rules alone would be, from its own start: %s", async (_, change) => {
    const twin = `taper={kind: step, at: 8 weeks}`;
    const arms = armsOfFile(SMALL, ["duration=20 weeks", twin, `twin={${change}}`]);
    expect(arms.forkEpoch).toBe(0);
    const rows = await playAll(arms);
    const alone = await playAll({ arms: [{ ...arms.arms[1]!, name: "keep" }], forkEpoch: 0 });
    expect(tables(rows, "keep")).toEqual(tables(alone, "keep"));
    expect(ofArm(rows["epochs"]!, "keep")).not.toEqual(ofArm(rows["epochs"]!, "cut"));
  });
});

describe("a run resumed from a saved state", () => {
  it("yields what an unbroken run yields, from every tenth epoch, through serialisation", async () => {
    const arms = armsOfFile(SMALL);
    const states: { at: number; state: RunState }[] = [];
    const all: Row[][] = [];
    for await (const played of run(arms, await begin(arms))) {
      all.push([...Object.values(played.rows).flat()]);
      if (all.length % 10 === 3 || all.length === 26 || all.length === 52)
        states.push({ at: all.length, state: deserialize(serialize(played.save())) as RunState });
    }
    expect(all.length).toBe(26 + 2 * 26);
    expect(states.length).toBeGreaterThanOrEqual(8);
    for (const { at, state } of states) {
      const rest: Row[][] = [];
      for await (const played of run(armsOfFile(SMALL), state)) rest.push([...Object.values(played.rows).flat()]);
      expect(rest).toEqual(all.slice(at));
    }
  });
});

describe("draws", () => {
  it("belong to ids: one more miner changes no other miner's costs, patience, age or noise", () => {
    const [few, more] = ["participants.a100.count=3", "participants.a100.count=4"].map(
      (set) => armsOfFile(SMALL, [set]).arms[0]!.rules.roster.operators,
    );
    const describeMember = (roster: typeof few, id: string) => {
      const o = roster!.ids.indexOf(id);
      const { hardware, openingAgeDays } = roster!;
      return [hardware.runningPerHour[o], hardware.fullPerHour[o], hardware.patienceEpochs[o], openingAgeDays[o]];
    };
    expect(more!.ids.length).toBe(few!.ids.length + 1);
    for (const id of few!.ids) expect(describeMember(more, id)).toEqual(describeMember(few, id));
  });

  it("are the same for entrant k in both arms", () => {
    const { arms } = armsOfFile(SMALL);
    expect(arms[1]!.rules.roster.operators.hardware).toEqual(arms[0]!.rules.roster.operators.hardware);
  });
});

describe("records", () => {
  it("are the same for the same seed and differ for another", async () => {
    const [first, again, other] = [
      await playAll(armsOfFile(SMALL)),
      await playAll(armsOfFile(SMALL)),
      await playAll(armsOfFile(SMALL, ["seed=4"])),
    ];
    expect(again).toEqual(first);
    expect(other["epochs"]).not.toEqual(first["epochs"]);
  });

  it("have every declared column", async () => {
    const recorder = memoryRecorder();
    const arms = armsOfFile(SMALL, ["duration=3 weeks", "taper.at=2 weeks"]);
    for await (const played of run(arms, await begin(arms))) await recorder.write(played.rows);
    expect(Object.keys(recorder.frames())).toHaveLength(7);
  });
});
