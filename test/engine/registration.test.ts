/** A full subnet in which newcomers pay a price in tokens and take the uids of those who are paid least. */
import { deserialize, serialize } from "node:v8";
import { beforeAll, describe, expect, it } from "vitest";
import { sum } from "../../sim/core/matrix.ts";
import { status } from "../../sim/membership/contract.ts";
import type { Row } from "../../sim/record.ts";
import { begin, run, type RunState } from "../../sim/run.ts";
import type { World } from "../../sim/world.ts";
import { armsOfFile, column, playAll, playSmall, SMALL, total } from "../support/play.ts";

const WEEK = 50_400;
const BURN = { min: 0.5, multiplier: 1.26, immunityBlocks: 3 * WEEK };

/** The small world with a uid for everybody at the start and none for those who want in; good pay, so that some do. */
const full = [
  "maxUids=15",
  "taper={kind: never}",
  "emission.tokensPerBlock=0.08 tokens/block",
  "workload={kind: none}",
  "price={kind: fixed, usdPerToken: 2}",
];
const burn = `registration={kind: burn, min: 0.5, halfLifeBlocks: ${WEEK}, immunityBlocks: ${3 * WEEK}, minNonImmune: 0}`;

interface Epoch {
  readonly before: World;
  readonly after: World;
  readonly rows: Readonly<Record<string, readonly Row[]>>;
}

async function play(...overrides: readonly string[]): Promise<Epoch[]> {
  const arms = armsOfFile(SMALL, [...full, ...overrides]);
  const epochs: Epoch[] = [];
  let before = (await begin(arms)).world;
  for await (const { world, rows, arms: names } of run(arms, await begin(arms))) {
    if (!names.includes("cut")) break;
    const own = Object.entries(rows).map(([name, all]) => [name, all.filter((row) => row["arm"] === "cut")] as const);
    epochs.push({ before, after: world, rows: Object.fromEntries(own) });
    before = world;
  }
  return epochs;
}

const subnetOf = (world: World) => world.subnets[0]!;
const idsOf = (world: World) => subnetOf(world).ids;

/** Uids that one participant lost to another, though it had not left. */
function taken({ before, after }: Epoch): number[] {
  const { operatorUid } = subnetOf(before);
  const left = [...operatorUid.keys()].filter((o) => operatorUid[o]! >= 0 && after.operators.status[o] === status.gone);
  const lost = [...idsOf(before).keys()].filter((uid) => idsOf(before)[uid] !== "" && idsOf(after)[uid] !== "");
  return lost.filter((uid) => idsOf(before)[uid] !== idsOf(after)[uid] && !left.some((o) => operatorUid[o] === uid));
}

/** Tokens that the holder of each uid was paid in the epoch. */
function emissionOf({ before, rows }: Epoch): Float64Array {
  const emission = new Float64Array(idsOf(before).length);
  for (const row of [...rows["miners"]!, ...rows["validators"]!])
    if (Number(row["uid"]) >= 0) emission[Number(row["uid"])]! += Number(row["payTokens"]);
  return emission;
}

const flow = ({ rows }: Epoch, ledger: string, why: string, from: string): number =>
  total(
    rows["flows"]!.filter((row) => row["ledger"] === ledger && row["why"] === why && row["from"] === from).map((row) =>
      Number(row["amount"]),
    ),
  );

describe("a full subnet with a price for uids", () => {
  let epochs: Epoch[];
  beforeAll(async () => void (epochs = await play(burn)));

  const blockAfter = (epoch: Epoch) => epoch.after.block;
  const immune = ({ before, ...epoch }: Epoch) =>
    subnetOf(before).registeredAt.map((at) => Number(epoch.after.block - at < BURN.immunityBlocks));

  it("replaces holders, and says how many", () => {
    expect(total(epochs.map((epoch) => taken(epoch).length))).toBeGreaterThan(10);
    for (const epoch of epochs) expect(epoch.rows["epochs"]![0]!["pruned"]).toBe(taken(epoch).length);
  });

  it("takes the uids of those with the lowest pay of the epoch who are not immune", () => {
    for (const epoch of epochs) {
      const [emission, spared, gone] = [emissionOf(epoch), immune(epoch), taken(epoch)];
      const most = Math.max(-Infinity, ...gone.map((uid) => emission[uid]!));
      const miners = [...subnetOf(epoch.before).operatorUid].filter((uid) => uid >= 0);
      for (const uid of miners)
        if (!gone.includes(uid) && spared[uid] === 0 && idsOf(epoch.after)[uid] === idsOf(epoch.before)[uid])
          expect(emission[uid]!).toBeGreaterThanOrEqual(most);
    }
  });

  it("spares newcomers for the time that they are immune, whatever they are paid", () => {
    let poorer = 0;
    for (const epoch of epochs) {
      const [emission, spared, gone] = [emissionOf(epoch), immune(epoch), taken(epoch)];
      for (const uid of gone) {
        expect(spared[uid]).toBe(0);
        poorer += emission.filter((paid, other) => spared[other] === 1 && paid < emission[uid]!).length;
      }
    }
    expect(poorer, "immune ones that pay alone would have taken").toBeGreaterThan(0);
  });

  it("switches off who loses its uid, and forgets what was known of it", () => {
    for (const epoch of epochs) {
      for (const uid of taken(epoch)) {
        const o = subnetOf(epoch.before).operatorUid.indexOf(uid);
        expect(epoch.after.operators.status[o]).toBe(status.off);
        const { operatorUid, reputation, mechanisms, lastUpdate, registeredAt, permits } = subnetOf(epoch.after);
        const [{ memory, bonds, consensusWeight }] = mechanisms as [(typeof mechanisms)[0]];
        expect([operatorUid[o], reputation[o], consensusWeight[o]]).toEqual([-1, 0, 0]);
        for (const { rows, cols, data } of Object.values(memory))
          for (let v = 0; v < rows; v++) expect(data[v * cols + o]).toBeNaN();
        expect([...bonds.index]).not.toContain(uid);
        expect([lastUpdate[uid], registeredAt[uid], permits[uid]]).toEqual([blockAfter(epoch), blockAfter(epoch), 0]);
      }
    }
  });

  it("lets the displaced come back for the price of another uid", () => {
    const first = epochs.find((epoch) => taken(epoch).length > 0)!;
    const lost = taken(first).map((uid) => idsOf(first.before)[uid]!);
    const later = epochs.slice(epochs.indexOf(first) + 1).flatMap(({ after }) => idsOf(after));
    expect(lost.some((id) => later.includes(id))).toBe(true);
  });

  it("has a price that every newcomer raises and every block lowers, to where it started", () => {
    const prices = epochs.map(({ rows }) => Number(rows["epochs"]![0]!["registrationPrice"]));
    epochs.forEach((epoch, k) => {
      const newcomers = idsOf(epoch.after).filter((id, uid) => id !== "" && id !== idsOf(epoch.before)[uid]).length;
      const decayed = Math.max(BURN.min, (k === 0 ? 1 : prices[k - 1]!) / 2);
      expect(Math.abs(prices[k]! / (decayed * BURN.multiplier ** newcomers) - 1)).toBeLessThan(1e-4);
    });
    expect(Math.max(...prices)).toBeGreaterThan(BURN.min * BURN.multiplier);
    expect(prices.slice(prices.indexOf(Math.max(...prices)))).toContain(BURN.min);
  });

  it("recycles in the next epoch the tokens that were paid, each at its own price", () => {
    let paid = 0;
    epochs.forEach((epoch, k) => {
      expect(flow(epoch, "tokens", "registration", "investors")).toBeCloseTo(paid, 12);
      const newcomers = idsOf(epoch.after).filter((id, uid) => id !== "" && id !== idsOf(epoch.before)[uid]).length;
      const last = k === 0 ? 1 : Number(epochs[k - 1]!.rows["epochs"]![0]!["registrationPrice"]);
      const decayed = Math.max(BURN.min, last / 2);
      const perTurn = Array.from({ length: newcomers }, (_, turn) => decayed * BURN.multiplier ** turn);
      expect(flow(epoch, "usd", "registration", "operators")).toBeCloseTo(2 * sum(perTurn), 3);
      paid = flow(epoch, "usd", "registration", "operators") / 2;
    });
    expect(total(epochs.map((epoch) => flow(epoch, "tokens", "registration", "investors")))).toBeGreaterThan(5);
  });

  it("replaces holders by pay alone where nobody is immune", async () => {
    const exposed = await play(burn.replace(`immunityBlocks: ${3 * WEEK}`, "immunityBlocks: 0"), "duration=26 weeks");
    for (const epoch of exposed) {
      const [emission, gone] = [emissionOf(epoch), taken(epoch)];
      const miners = [...subnetOf(epoch.before).operatorUid].filter((uid) => uid >= 0);
      const paid = miners.map((uid) => emission[uid]!).sort((a, b) => a - b);
      expect(gone.map((uid) => emission[uid]!).sort((a, b) => a - b)).toEqual(paid.slice(0, gone.length));
    }
    expect(total(exposed.map((epoch) => taken(epoch).length))).toBeGreaterThan(3);
  });
});

describe("validators in a full subnet", () => {
  it("lose a uid that brings them no dividend, and stop; the others keep theirs", async () => {
    const epochs = await play(burn, "participants.follower.stake=0 tokens", "participants.follower.patience=10 years");
    const last = epochs.at(-1)!.after;
    expect([...subnetOf(last).validatorUid]).toEqual([0, 1, -1]);
    expect([...last.validators.working]).toEqual([1, 1, 0]);
    const [first] = epochs.filter((epoch) => taken(epoch).length > 0);
    expect(taken(first!)).toContain(2);
    expect(first!.before.validators.working[2]).toBe(1);
  });
});

describe("validators whose dividend is no tokens", () => {
  it("keep their uids, first to go by pay and age though they are", async () => {
    const epochs = await play(
      burn,
      "emission={kind: none}",
      "demand.segments.0.requests=60000 requests/day",
      "market.usdPerRequest=0.011 USD/request",
    );
    expect(total(epochs.map((epoch) => taken(epoch).length))).toBeGreaterThan(5);
    expect([...subnetOf(epochs.at(-1)!.after).validatorUid]).toEqual([0, 1, 2]);
  });
});

describe("a validator that loses its uid with stake and permit in hand", () => {
  it("unbonds and sells, and leaves no permit behind", async () => {
    const stays = "participants.follower.patience=10 years";
    const epochs = await play(burn, stays, "participants.follower.behaviour={kind: nonRevealer}");
    const loss = epochs.findIndex((epoch) => taken(epoch).includes(2));
    const [last, next] = epochs.slice(loss, loss + 2);
    expect([subnetOf(last!.before).permits[2], last!.before.validators.stake[2]]).toEqual([1, 900]);
    expect([subnetOf(last!.after).permits[2], last!.after.validators.stake[2]]).toEqual([0, 0]);
    expect(flow(last!, "tokens", "unbonded", "stake")).toBe(900);
    expect(next!.after.validators.tokens[2]).toBe(0);
  });
});

describe("what a uid costs", () => {
  const orders = async (...overrides: string[]) =>
    total(column(await playSmall(...full, ...overrides), "cut", "ordered"));

  it("is part of what hardware must earn before anybody buys it", async () => {
    expect(await orders(burn)).toBeGreaterThan(0);
    expect(await orders("registration={kind: burn, start: 1000000, max: 1000000, min: 1000000, minNonImmune: 0}")).toBe(
      0,
    );
  });
});

describe("a full subnet without a price", () => {
  it("keeps newcomers waiting and replaces nobody", async () => {
    const waiting = await play("registration={kind: waiting}");
    for (const { rows, before, after } of waiting) {
      const [{ pruned, registrationPrice }] = rows["epochs"] as [Row];
      expect([pruned, registrationPrice]).toEqual([0, NaN]);
      for (const [uid, id] of idsOf(after).entries())
        expect(id === idsOf(before)[uid] || id === "" || idsOf(before)[uid] === "").toBe(true);
    }
  });
});

describe("a run with a price for uids, resumed from a saved state", () => {
  it("yields what an unbroken run yields", async () => {
    const arms = () => armsOfFile(SMALL, [...full, burn, "taper={kind: step, at: 20 weeks}", "duration=30 weeks"]);
    const states: { at: number; state: RunState }[] = [];
    const all: Row[][] = [];
    for await (const played of run(arms(), await begin(arms()))) {
      all.push([...Object.values(played.rows).flat()]);
      if ([8, 20, 25, 37].includes(all.length))
        states.push({ at: all.length, state: deserialize(serialize(played.save())) as RunState });
    }
    expect(states).toHaveLength(4);
    for (const { at, state } of states) {
      const rest: Row[][] = [];
      for await (const played of run(arms(), state)) rest.push([...Object.values(played.rows).flat()]);
      expect(rest).toEqual(all.slice(at));
    }
  });
});

describe("the finding of scenarios/full-subnet.yaml", () => {
  const quality = async (kind: string) => {
    const { arms } = armsOfFile("scenarios/full-subnet.yaml", [`registration.kind=${kind}`]);
    const rows = await playAll({ arms: [arms[0]!], forkEpoch: 0 }, ["epochs"]);
    const mean = (from: number, until: number) => total(column(rows, "cut", "meanQuality").slice(from, until)) / 13;
    return { before: mean(39, 52), yearAfter: mean(91, 104) };
  };

  it("holds: better miners than where newcomers wait before the subsidy ends, worse ones a year later", async () => {
    const [burns, waits] = [await quality("burn"), await quality("waiting")];
    expect(burns.before).toBeGreaterThan(waits.before + 0.01);
    expect(burns.yearAfter).toBeLessThan(waits.yearAfter - 0.005);
  });
});
