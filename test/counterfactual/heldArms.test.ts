import { describe, expect, it } from "vitest";
import { armOf, lastEpochOf } from "../../sim/counterfactual/contract.ts";
import { heldArms, heldSets, holdable, holding, keepPath, type Holdable } from "../../sim/counterfactual/heldArms.ts";
import { learnersFrom } from "../../sim/counterfactual/learner.ts";
import { playOn } from "../../sim/counterfactual/play.ts";
import { status } from "../../sim/membership/contract.ts";
import { genesis, type World } from "../../sim/world.ts";
import { column, SMALL, total } from "../support/play.ts";
import { gathered, playedFile } from "./played.ts";

/** Validators give up and operators leave after the cut, newcomers come where it does not happen. */
const moving = [
  "duration=84 weeks",
  "taper.at=28 weeks",
  "emission.tokensPerBlock=0.05 tokens/block",
  "verification.usdPerAudit=0.6 USD",
  "participants.validator.count=4",
  "settlement.validatorShare=0.02",
  "demand.segments.0.requests=40000 requests/day",
  "market.usdPerRequest=0.003 USD/request",
];
/** A full subnet in which newcomers take the places of others. */
const crowded = ["maxUids=18", "registration={kind: burn, start: 0.1 token, immunityBlocks: 50400, minNonImmune: 1}"];

type Run = Awaited<ReturnType<typeof playedFile>>;

/** Worlds and numbers of the arm cut with a set on the path of keep, by epoch. */
async function held(run: Run, set: readonly Holdable[], names: readonly string[]) {
  const cut = armOf(run.arms, "cut");
  const until = lastEpochOf(run);
  const path = await keepPath(run, until);
  const learner = await (await learnersFrom(cut, run.fork))();
  const start = run.fork?.world ?? genesis(cut.rules);
  const worlds: World[] = [];
  const numbers: Record<string, number[]> = Object.fromEntries(names.map((name) => [name, []]));
  for await (const { world, number } of playOn(holding(cut.rules, path, set), start, learner, until)) {
    worlds.push(world);
    for (const name of names) numbers[name]!.push(number(name));
  }
  return { worlds, numbers };
}

const afterFork = ({ rows, arms, ...run }: Run, arm: string, name: string) =>
  column(rows, arm, name).slice(arms.forkEpoch, lastEpochOf({ arms, ...run }));

describe("worlds in which something is held", async () => {
  const run = await playedFile(SMALL, moving);
  const rows = (await gathered(heldArms(run)))["counterfactuals"]!;
  const of = (set: string, name: string) => rows.filter((row) => row["held"] === set).map((row) => Number(row[name]));

  it("are all sixteen, an epoch a row from the fork to a year after the cut", () => {
    const sets = [...new Set(rows.map((row) => row["held"]))];
    expect(sets).toHaveLength(16);
    expect(sets[0]).toBe("");
    expect(sets[15]).toBe("demand+hardware+price+validators");
    expect(rows.filter((row) => row["held"] === "price").map((row) => row["epoch"])).toEqual(
      Array.from({ length: 81 - 28 }, (_, k) => 28 + k),
    );
  });

  it("with nothing held are the arm cut, to the last bit", () => {
    for (const name of ["serviceValueUsd", "served"]) expect(of("", name)).toEqual(afterFork(run, "cut", name));
  });

  it("with everything held serve what the arm keep does", () => {
    const all = total(of(holdable.join("+"), "serviceValueUsd"));
    const [keep, cut] = ["keep", "cut"].map((arm) => total(afterFork(run, arm, "serviceValueUsd"))) as [number, number];
    expect(cut / keep).toBeLessThan(0.95);
    expect(Math.abs(all / keep - 1)).toBeLessThan(0.01);
  });

  it("differ by what is held: hardware is what the cut takes here", () => {
    const value = (set: string) => total(of(set, "serviceValueUsd"));
    expect(value("hardware") - value("")).toBeGreaterThan(0.5 * (value(holdable.join("+")) - value("")));
  });

  it("have operators, requests, validators and price as in keep, each where it is held alone", async () => {
    const columns = { hardware: "serving", demand: "wanted", validators: "working", price: "price" } as const;
    const off = (found: readonly number[], column: string) =>
      Math.max(...afterFork(run, "keep", column).map((kept, k) => Math.abs(found[k]! / kept - 1)));
    for (const name of holdable) {
      const column = columns[name];
      const { numbers } = await held(run, [name], [column]);
      expect(off(numbers[column]!, column), name).toBeLessThan(1e-12);
      expect(off(afterFork(run, "cut", column), column), name).toBeGreaterThan(0.01);
    }
  });

  it("find a uid for everybody who enters", async () => {
    const { worlds, numbers } = await held(run, ["hardware"], ["entered"]);
    expect(total(numbers["entered"]!)).toBeGreaterThan(0);
    for (const { operators, subnets } of worlds)
      operators.status.forEach((state, o) => {
        if (state === status.serving)
          expect(subnets[0]!.ids[subnets[0]!.operatorUid[o]!]).toBe(run.arms.arms[0]!.rules.roster.operators.ids[o]);
      });
  });
});

describe("a full subnet", () => {
  it("hands its uids to the same newcomers where hardware is held", async () => {
    const run = await playedFile(SMALL, [...moving, ...crowded, "duration=60 weeks"]);
    expect(total(afterFork(run, "keep", "pruned"))).toBeGreaterThan(0);
    const { worlds } = await held(run, ["hardware"], []);
    expect(worlds.at(-1)!.subnets[0]!.ids).toEqual(run.ends["keep"]!.world.subnets[0]!.ids);
  });
});

describe("a held price", () => {
  it("closes both ledgers where more is bought than anybody sells: the dealer owes tokens", async () => {
    const run = await playedFile(SMALL, [
      ...moving,
      "settlement={kind: takeRate, tokenShare: 0.6, validatorShare: 0.1}",
    ]);
    const { worlds } = await held(run, ["price"], []);
    const { accounts, token } = worlds.at(-1)!;
    expect(accounts.tokens["dealer"]).toBeLessThan(0);
    const exists = Object.entries(accounts.tokens).filter(([name]) => !["mint", "recycled", "burn"].includes(name));
    expect(total(exists.map(([, tokens]) => tokens)) / token.supply).toBeCloseTo(1, 9);
  });
});

describe("arms that were never one world", () => {
  const apart = (twin: string) => playedFile(SMALL, [...moving, "duration=20 weeks", "taper.at=10 weeks", twin]);

  it("are held from the first epoch on", async () => {
    const run = await apart("twin={taper: {kind: never}, market: {usdPerRequest: 0.007 USD/request}}");
    expect(run.fork).toBeNull();
    const rows = (await gathered(heldArms(run)))["counterfactuals"]!;
    const nothing = rows.filter((row) => row["held"] === "");
    expect(nothing.map((row) => row["served"])).toEqual(afterFork(run, "cut", "served"));
  });

  it("are not held where they have other customers", async () => {
    const run = await apart(
      "twin={taper: {kind: never}, demand: {kind: constant, requests: 9000 requests/day, worth: {best: 0.01 USD/request}}}",
    );
    expect(await gathered(heldArms({ ...run, arms: renamed(run.arms) }))).toMatchObject({ counterfactuals: [] });
  });
});

/** The same arms with the customers of one called otherwise. */
function renamed({ arms, ...rest }: Run["arms"]): Run["arms"] {
  const [cut, keep] = arms as [Run["arms"]["arms"][0], Run["arms"]["arms"][0]];
  const demand = { ...keep.rules.demand, segments: ["others"] };
  return { ...rest, arms: [cut, { ...keep, rules: { ...keep.rules, demand } }] };
}

it("names every subset once, sorted", () => {
  expect(new Set(heldSets.map((set) => set.join("+"))).size).toBe(16);
  for (const set of heldSets) expect([...set].sort()).toEqual(set);
});
