import { readFileSync } from "node:fs";
import { deserialize, serialize } from "node:v8";
import { describe, expect, it } from "vitest";
import { ARMS } from "../../sim/armNames.ts";
import { armsOf, epochsToPlay, type Arms } from "../../sim/arms.ts";
import { economy } from "../../sim/catalog.ts";
import { parseScenario } from "../../sim/scenario.ts";
import type { RecordedWork } from "../../sim/task/contract.ts";
import { begin, run, type RunState } from "../../sim/run.ts";
import { memoryRecorder } from "../../sim/memoryRecorder.ts";
import type { Row } from "../../sim/record.ts";
import { armsOfFile, column, ofArm, playAll, SMALL } from "../support/play.ts";

const tables = (rows: Record<string, Row[]>, arm: string) =>
  Object.fromEntries(Object.entries(rows).map(([name, list]) => [name, ofArm(list, arm)]));

const read = (path: string) => readFileSync(path, "utf8");

/** Cut, keep and never, where they can be. */
function allArms(overrides: readonly string[] = [], recordedWork?: () => RecordedWork): Arms {
  const parsed = parseScenario(read(SMALL), SMALL, economy, read, overrides);
  return armsOf(parsed, economy, recordedWork ? { recordedWork } : {}, ARMS);
}

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

  it.each([
    ["a surprise", []],
    ["announced", ["taper.announcedAt=10 weeks"]],
    ["announced within an epoch", ["taper.announcedAt=75 days"]],
  ])("keep nothing of what only one of them knows, where somebody looks ahead: %s", async (_, overrides) => {
    const wish = "membership={kind: profitDriven, deliveryLag: 28 days, adjustment: 91 days, expectations: schedule}";
    const arms = armsOfFile(SMALL, [wish, ...overrides]);
    expect(arms.forkEpoch).toBeGreaterThan(0);
    const [forked, own] = [await playAll(arms), await playAll({ ...arms, forkEpoch: 0 })];
    for (const arm of ["cut", "keep"]) expect(tables(forked, arm)).toEqual(tables(own, arm));
  });

  it.each([
    ["a surprise", [], 26 * 7],
    ["announced", ["taper.announcedAt=10 weeks"], 10 * 7],
    ["announced at once", ["taper.announcedAt=0 s"], 0],
    ["a surprise within an epoch", ["taper.at=185 days"], 182, 185],
    ["announced within an epoch", ["taper.announcedAt=75 days"], 70, 75],
    ["a slow end, announced", ["taper={kind: linear, from: 20 weeks, until: 30 weeks, announcedAt: 12 weeks}"], 84],
  ])("part when the end is announced, in weeks as in days: %s", async (_, overrides, day, daily = day) => {
    const weeks = armsOfFile(SMALL, overrides);
    const days = armsOfFile(SMALL, [...overrides, "tempo=7200"]);
    expect([7 * weeks.forkEpoch, days.forkEpoch]).toEqual([day, daily]);
    const rows = await playAll(weeks, ["epochs"]);
    expect(column(rows, "keep", "epoch")).toEqual(column(rows, "cut", "epoch"));
    const multipliers = column(rows, "cut", "subsidyMultiplier");
    expect(multipliers.findIndex((multiplier) => multiplier < 1)).toBeGreaterThanOrEqual(weeks.forkEpoch);
  });

  it("differ from the announcement on, where somebody looks ahead", async () => {
    const wish = ["membership={kind: profitDriven, deliveryLag: 28 days, adjustment: 91 days, expectations: schedule}"];
    const rows = await playAll(armsOfFile(SMALL, [...wish, "taper.announcedAt=10 weeks"]), ["epochs"]);
    const [cut, keep] = [ofArm(rows["epochs"]!, "cut"), ofArm(rows["epochs"]!, "keep")];
    expect(cut.slice(0, 10)).toEqual(keep.slice(0, 10));
    expect(cut.slice(10, 26)).not.toEqual(keep.slice(10, 26));
  });

  it("play nothing twice when the subsidy never ends", async () => {
    const arms = allArms(["taper={kind: never}"]);
    expect(arms.forkEpoch).toBe(52);
    expect(await epochsOf(arms)).toEqual({ "cut+keep": 52, never: 52 });
    expect(epochsToPlay(arms)).toBe(104);
  });
});

/** How many epochs were played for which arms. */
async function epochsOf(arms: Arms): Promise<Record<string, number>> {
  const played: Record<string, number> = {};
  for await (const { arms: names } of run(arms, await begin(arms)))
    played[names.join("+")] = (played[names.join("+")] ?? 0) + 1;
  return played;
}

describe("the arm never", () => {
  it("is a world of its own from the start, without a subsidy, while the others share theirs", async () => {
    const arms = allArms();
    expect(arms.arms.map(({ name }) => name)).toEqual(["cut", "keep", "never"]);
    expect(await epochsOf(arms)).toEqual({ "cut+keep": 26, cut: 26, keep: 26, never: 52 });
    expect(epochsToPlay(arms)).toBe(130);
    const rows = await playAll(arms);
    expect(new Set(column(rows, "never", "minted"))).toEqual(new Set([0]));
    expect(new Set(column(rows, "never", "netSubsidyUsd"))).toEqual(new Set([0]));
    expect(column(rows, "never", "served")[0]).toBeGreaterThan(0);
    expect(column(rows, "cut", "minted")[0]).toBeGreaterThan(0);
  });

  it("and the others give the same bytes each played alone as forked", async () => {
    const arms = allArms();
    const [forked, own] = [await playAll(arms), await playAll({ ...arms, forkEpoch: 0 })];
    for (const arm of ARMS) expect(tables(forked, arm)).toEqual(tables(own, arm));
    const [, , never] = arms.arms;
    const alone = await playAll({ arms: [{ name: "never", rules: never!.rules }], forkEpoch: 0 });
    expect(tables(alone, "never")).toEqual(tables(forked, "never"));
  });

  it("is the arm cut where that has its subsidy cut before the first block", async () => {
    const rows = await playAll(allArms(["taper={kind: step, at: 0 s}", "duration=10 weeks"]));
    expect(tables(rows, "never")).toEqual(tables(rows, "cut"));
    expect(tables(rows, "never")).not.toEqual(tables(rows, "keep"));
  });

  const burning = ["settlement={kind: burnMint}", "taper={kind: step, at: 26 weeks, floor: 0.1}"];
  const nothing: RecordedWork = { epoch: () => undefined };
  it.each([
    [["emission={kind: none}"], "arm never is left out: emission none mints nothing, so it would equal the arm cut"],
    [
      [...burning, "price={kind: burnMint, usdPerToken: 1}"],
      "arm never is left out: price burnMint rests on pay that is minted, so no price is known without it",
    ],
    [["task={kind: replay, run: before}"], "arm never is left out: task replay has no recorded work of it"],
  ])("is left out where it cannot be, or would tell nothing: %j", (overrides, why) => {
    const arms = allArms(overrides, () => nothing);
    expect(arms.arms.map(({ name }) => name)).toEqual(["cut", "keep"]);
    expect(arms.leftOut).toEqual([why]);
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
  const brief = ["duration=16 weeks", "taper.at=8 weeks"];
  it.each([
    ["two arms", () => armsOfFile(SMALL, brief), 8 + 2 * 8],
    ["three arms", () => allArms(brief), 8 + 2 * 8 + 16],
    ["three arms that never part", () => allArms([...brief, "taper={kind: never}"]), 2 * 16],
    ["three arms that part at once", () => allArms([...brief, "taper.announcedAt=0 s"]), 3 * 16],
  ])(
    "yields what an unbroken run yields, through serialisation: %s",
    async (_, armsAnew, total) => {
      const arms = armsAnew();
      const states: { at: number; state: RunState }[] = [];
      const all: Row[][] = [];
      for await (const played of run(arms, await begin(arms))) {
        all.push([...Object.values(played.rows).flat()]);
        if (all.length % 5 === 3 || all.length % 8 === 0)
          states.push({ at: all.length, state: deserialize(serialize(played.save())) as RunState });
      }
      expect(all.length).toBe(total);
      expect(epochsToPlay(arms)).toBe(total);
      expect(states.length).toBeGreaterThanOrEqual(6);
      for (const { at, state } of states) {
        const rest: Row[][] = [];
        for await (const played of run(armsAnew(), state)) rest.push([...Object.values(played.rows).flat()]);
        expect(rest).toEqual(all.slice(at));
      }
    },
    60_000,
  );
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
    expect(Object.keys(recorder.frames())).toHaveLength(11);
  });
});
