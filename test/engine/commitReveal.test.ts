import { deserialize, serialize } from "node:v8";
import { describe, expect, it } from "vitest";
import { pairsOf } from "../../sim/core/matrix.ts";
import type { Row } from "../../sim/record.ts";
import { begin, run, type RunState } from "../../sim/run.ts";
import type { World } from "../../sim/world.ts";
import { playFound, still, valuesOf, type Epoch } from "../support/found.ts";
import { armsOfFile, playSmall, SMALL, total } from "../support/play.ts";

/** No free uid, and newcomers who can pay for one that is taken. */
const crowded = [
  "maxUids=15",
  "emission.tokensPerBlock=0.08 tokens/block",
  "registration={kind: burn, min: 0.5, halfLifeBlocks: 50400, minNonImmune: 0}",
];
const twoMechanisms =
  "mechanisms=[{share: 0.4, scoring: {kind: proportional}, consensus: {kind: yuma}}, " +
  "{share: 0.6, scoring: {kind: softmax}, consensus: {kind: yuma, bonds: yuma3}}]";
const honestFollower = "participants.follower.behaviour={kind: honest}";
const delayed = (epochs: number) => `commitReveal=${epochs}`;

describe("commit-reveal", () => {
  it.each([0, 1, 3])("with %i epochs lets a miner that turned bad keep its incentive that much longer", async (p) => {
    const bad = armsOfFile(SMALL, still).arms[0]!.rules.roster.operators.ids.indexOf("a100/1");
    const turns = 6;
    const played = await playFound([...still, honestFollower, delayed(p)], (miner, epoch) =>
      miner === bad && epoch >= turns ? 0 : 0.8,
    );
    const incentive = valuesOf(played, "miners", "a100/1", "incentive");
    expect(incentive.map((share) => share > 0)).toEqual(incentive.map((_, e) => e >= p && e < turns + p));
  });

  it("shows every epoch's weights, p epochs later", async () => {
    const moving = (miner: number, epoch: number) => 0.5 + 0.4 * Math.sin(epoch / 2 + miner);
    const [open, hidden] = [
      await playFound([...still, honestFollower], moving),
      await playFound([...still, honestFollower, delayed(2)], moving),
    ];
    const of = (played: readonly Epoch[]) => valuesOf(played, "miners", "rtx4090/2", "consensusWeight");
    expect(of(hidden).slice(2)).toEqual(of(open).slice(0, -2));
    expect(new Set(of(open)).size).toBeGreaterThan(10);
  });

  it("pays validators by stake until there is anything to see", async () => {
    const played = await playFound([...still, honestFollower, delayed(2)], () => 0.8);
    const dividend = valuesOf(played, "validators", "follower/0", "dividend");
    expect(dividend.slice(0, 2)).toEqual([900 / 2900, 900 / 2900]);
    expect(
      valuesOf(played, "miners", "lazy/0", "incentive")
        .slice(0, 3)
        .map((share) => share > 0),
    ).toEqual([false, false, true]);
  });

  it("keeps weights as whole numbers of which the largest of a row is 65535", async () => {
    const played = await playFound([...still, delayed(2)], (miner) => 0.5 + miner / 100);
    const { commits } = played.at(-1)!.world.subnets[0]!.mechanisms[0]!;
    expect(commits.map(({ epoch, block }) => [epoch, block])).toEqual([15, 16].map((run) => [run, run * 50_400]));
    for (const { rows } of commits) {
      const largest = pairsOf(rows).map((row) => Math.max(0, ...row.map(([, weight]) => weight)));
      expect(largest.slice(0, 4)).toEqual([65_535, 65_535, 65_535, 0]);
      expect(rows.value.every((weight) => Number.isInteger(weight) && weight >= 0)).toBe(true);
      expect(new Set(rows.value).size).toBeGreaterThan(10);
    }
  });

  it("makes a weight copier staler, and nobody else", async () => {
    const moving = (miner: number, epoch: number) => 0.5 + 0.4 * Math.sin(epoch / 3 + miner);
    const trust = async (p: number) => {
      const played = (await playFound([...still, "duration=30 weeks", delayed(p)], moving)).slice(10);
      const mean = (id: string) => total(valuesOf(played, "validators", id, "validatorTrust")) / played.length;
      return { copier: mean("follower/0"), honest: mean("validator/0") };
    };
    const [open, one, three] = [await trust(0), await trust(1), await trust(3)];
    expect(one.copier).toBeLessThan(open.copier - 0.03);
    expect(three.copier).toBeLessThan(one.copier - 0.03);
    for (const { honest } of [open, one, three]) expect(honest).toBeCloseTo(1, 9);
  });

  it("lets nobody into a run who does not reveal, and pays it no dividends", async () => {
    const hidden = "participants.follower.behaviour={kind: nonRevealer}";
    const of = async (behaviour: string, p: number) => {
      const played = (await playFound([...still, behaviour, delayed(p)], () => 0.8)).slice(p);
      return ["revealed", "dividend", "audits"].map((name) =>
        total(valuesOf(played, "validators", "follower/0", name)),
      );
    };
    for (const p of [0, 2]) {
      expect(await of(hidden, p)).toEqual([0, 0, 0]);
      const [revealed, dividend] = await of(honestFollower, p);
      expect(revealed).toBe(16 - p);
      expect(dividend).toBeGreaterThan(0.3 * (16 - p));
    }
  });

  it("takes no weights that are not those of the hash, and those of the other validators", async () => {
    const p = 2;
    const tampered = 7;
    const forge = (world: World): World => {
      if (world.epoch !== tampered) return world;
      const subnet = world.subnets[0]!;
      const [state] = subnet.mechanisms;
      const [due, ...later] = state!.commits;
      const value = due!.rows.value.slice();
      value[due!.rows.start[subnet.validatorUid[1]!]!]! -= 1;
      const commits = [{ ...due!, rows: { ...due!.rows, value } }, ...later];
      return { ...world, subnets: [{ ...subnet, mechanisms: [{ ...state!, commits }] }] };
    };
    const found = (miner: number) => 0.5 + miner / 100;
    const played = await playFound([...still, honestFollower, delayed(p)], found, forge);
    for (const [id, missed] of [
      ["validator/0", -1],
      ["validator/1", tampered],
    ] as const) {
      const revealed = valuesOf(played, "validators", id, "revealed");
      expect(revealed).toEqual(revealed.map((_, e) => (e >= p && e !== missed ? 1 : 0)));
    }
    expect(valuesOf(played, "validators", "validator/1", "validatorTrust")[tampered]).toBe(0);
  });

  it("lets no newcomer inherit the weights of whom it replaced", async () => {
    const p = 3;
    const arms = armsOfFile(SMALL, [...crowded, delayed(p)]);
    const since = new Map<string, number>();
    let [replaced, later, before] = [0, 0, (await begin(arms)).world];
    for await (const { world, rows } of run({ ...arms, arms: arms.arms.slice(0, 1) }, await begin(arms))) {
      for (const row of rows["miners"]!) {
        const joined = since.get(String(row["id"]));
        if (joined === undefined || row["incentive"] === 0) continue;
        expect(world.epoch - joined, `${row["id"]} in epoch ${world.epoch - 1}`).toBeGreaterThan(p);
        later += 1;
      }
      const [was, is] = [before.subnets[0]!.ids, world.subnets[0]!.ids];
      is.forEach((id, uid) => {
        if (id !== was[uid]) since.set(id, world.epoch);
        if (id !== was[uid] && was[uid] !== "") replaced += 1;
      });
      before = world;
    }
    expect(replaced).toBeGreaterThan(5);
    expect(later).toBeGreaterThan(5);
  });

  it("pays who has stopped while weights on it were hidden, and measures rewarded quality by the others", async () => {
    const rows = await playSmall(delayed(3), "price={kind: fixed, usdPerToken: 2}");
    const key = (row: Row) => `${row["arm"]} ${row["epoch"]}`;
    const shares = new Map<string, number>();
    for (const row of rows["miners"]!) shares.set(key(row), (shares.get(key(row)) ?? 0) + Number(row["incentive"]));
    const epochs = rows["epochs"]!.filter((row) => shares.get(key(row))! > 0 && shares.get(key(row))! < 1 - 1e-9);
    expect(epochs.length).toBeGreaterThan(3);
    for (const { rewardedQuality, netSubsidyUsd, ...epoch } of epochs) {
      expect(rewardedQuality).not.toBeNaN();
      const operators = rows["operators"]!.filter((row) => key(row) === key(epoch));
      const idle = operators.filter((row) => row["served"] === 0 && Number(row["netSubsidyUsd"]) > 0);
      if (Number(netSubsidyUsd) > 0) expect(idle.length).toBeGreaterThan(0);
      expect(total(operators.map((row) => Number(row["netSubsidyUsd"])))).toBeCloseTo(Number(netSubsidyUsd), 9);
    }
  });

  it("goes on from a saved state as if it had never stopped", async () => {
    const wish = [delayed(3), "duration=40 weeks", "taper.at=20 weeks", twoMechanisms];
    const arms = armsOfFile(SMALL, wish);
    const states: { at: number; state: RunState }[] = [];
    const all: Row[][] = [];
    for await (const played of run(arms, await begin(arms))) {
      all.push(Object.values(played.rows).flat());
      if (all.length % 15 === 2)
        states.push({ at: all.length, state: deserialize(serialize(played.save())) as RunState });
    }
    expect(states.length).toBe(4);
    for (const { at, state } of states) {
      const rest: Row[][] = [];
      for await (const played of run(armsOfFile(SMALL, wish), state)) rest.push(Object.values(played.rows).flat());
      expect(rest).toEqual(all.slice(at));
    }
  });
});
