import { describe, expect, it, test } from "vitest";
import { sum } from "../../sim/core/matrix.ts";
import { supplyOf } from "../../sim/ledger.ts";
import { status } from "../../sim/membership/contract.ts";
import type { Row } from "../../sim/record.ts";
import { begin, run } from "../../sim/run.ts";
import type { World } from "../../sim/world.ts";
import { armsOfFile, column, last, playAll, playSmall, SMALL, total } from "../support/play.ts";

const cheat = "participants.lazy.behaviour={kind: substitutor, form: int8}";
const kinds: [string, string][] = [
  [
    "lots",
    "{kind: sampled, p: 0.5, every: 14 days, usdPerAudit: 0.03 USD, bond: 60 USD, strikes: 2, strikesLast: 60 days, slash: 0.5}",
  ],
  [
    "lots that miners pay for",
    "{kind: sampled, p: 1, every: 3 days, usdPerAudit: 0.5 USD, payer: miner, falsePositive: 0.1, appeal: 1 USD, bond: 2000 USD}",
  ],
  ["votes", "{kind: redundant, replicas: 3, every: 3 days, bond: 15 USD, payer: miner}"],
  [
    "claims",
    "{kind: optimistic, window: 2 days, checkRate: 0.2, bond: 90 USD, rewardShare: 0.5, faultRate: 0.1, jackpot: 1 USD}",
  ],
  ["committees", "{kind: committee, members: 2, p: 0.5, every: 7 days, falsePositive: 0.2, bond: 30 USD, slash: 0.1}"],
  ["proofs", "{kind: zk, slowdown: 1.5, usdPerAnswer: 0.0005 USD/request}"],
  ["enclaves", "{kind: tee, preset: swappingLow}"],
];

describe.each(kinds)("in the small world with %s", (_, verification) => {
  const overrides = [`verification=${verification}`, cheat];

  it("bonds are held by who serves and by nobody else, and both ledgers close", async () => {
    const arms = armsOfFile(SMALL, overrides);
    const { rules } = arms.arms[0]!;
    const bond = rules.verification.bondUsd ?? 0;
    const opening = (await begin(arms)).world;
    const totalUsd = sum(Object.values(opening.accounts.usd));
    let before = opening;
    let slashed = 0;
    for await (const { world, rows, arms: names } of run(arms, await begin(arms))) {
      if (!names.includes("cut")) continue;
      const { operators, accounts } = world;
      operators.bondUsd.forEach((usd, o) => expect(usd).toBe(operators.status[o] === status.serving ? bond : 0));
      expect(accounts.usd["bonds"] ?? 0).toBeCloseTo(sum(operators.bondUsd), 6);
      expect(Math.abs(sum(Object.values(accounts.usd)) - totalUsd)).toBeLessThan(1e-4);
      expect(supplyOf(accounts)).toBeCloseTo(world.token.supply, 6);
      expect(bondFlows(rows["flows"]!)).toBeCloseTo(sum(operators.bondUsd) - sum(before.operators.bondUsd), 6);
      const epoch = rows["epochs"]!.find(({ arm }) => arm === "cut")!;
      slashed += Number(epoch["slashedUsd"]) - Number(epoch["rewardUsd"]);
      expect(accounts.usd["slashed"] ?? 0).toBeCloseTo(slashed, 6);
      expect(Number(epoch["slashedUsd"])).toBeLessThanOrEqual(sum(before.operators.bondUsd) + 1e-9);
      before = world;
    }
  }, 60_000);

  it("tables agree with each other and with what was paid", async () => {
    const { epochs, miners, validators, audits, flows } = await playAll(armsOfFile(SMALL, overrides));
    for (const row of epochs!) {
      const same = (one: Row) => one["arm"] === row["arm"] && one["epoch"] === row["epoch"];
      const of = (rows: readonly Row[], name: string) => total(rows.filter(same).map((one) => Number(one[name])));
      const paid = (why: string, from: string) =>
        of(
          flows!.filter((flow) => flow["ledger"] === "usd" && flow["why"] === why && flow["from"] === from),
          "amount",
        );
      const close = (name: string, ...values: number[]) =>
        values.forEach((v) => expect(v).toBeCloseTo(Number(row[name]), 8));
      close("auditCostUsd", of(validators!, "auditCostUsd"), paid("audits", "validators"));
      close("minerAuditCostUsd", paid("audits", "operators"));
      close("proofCostUsd", paid("proofs", "operators"));
      close("failedAudits", of(miners!, "failedAudits"), of(audits!, "failed"));
      close("slashedUsd", of(miners!, "slashedUsd"), paid("slash", "bonds") + paid("reward for a fault", "bonds"));
      close("rewardUsd", paid("reward for a fault", "bonds"));
      close("jackpotUsd", paid("jackpot", "grants"));
      expect(of(validators!, "rewardUsd")).toBeCloseTo(Number(row["rewardUsd"]) + Number(row["jackpotUsd"]), 8);
    }
    // int8 answers as well as the model, and only evidence tells.
    const failed = (behaviour: string) =>
      total(miners!.filter((one) => one["behaviour"] === behaviour).map((one) => Number(one["failedAudits"])));
    expect(failed("substitutor")).toBeGreaterThan(0);
    if (!verification.includes("falsePositive: 0.2") && !verification.includes("redundant"))
      expect(failed("honest")).toBe(0);
  }, 60_000);
});

/** USD that came into the account `bonds` in the arm cut less what left it. */
function bondFlows(flows: readonly Row[]): number {
  const own = flows.filter((flow) => flow["arm"] === "cut" && flow["ledger"] === "usd");
  const side = (name: string) =>
    total(own.filter((flow) => flow[name] === "bonds").map(({ amount }) => Number(amount)));
  return side("to") - side("from");
}

test("strikes are forgotten of miners that lose their uid or leave, and of nobody else before their time", async () => {
  const arms = armsOfFile(SMALL, [
    "verification={kind: sampled, p: 1, every: 7 days, bond: 9 USD, falsePositive: 0.7, strikes: 1000, strikesLast: 70 days}",
    "maxUids=15",
    "emission.tokensPerBlock=0.08 tokens/block",
    "workload={kind: none}",
    "registration={kind: burn, minNonImmune: 0}",
  ]);
  const struckIn = ({ verificationMemory }: World, since: number) => {
    const strikes = Array.from({ length: verificationMemory.length / 3 }, (_, k) =>
      verificationMemory.slice(3 * k, 3 * k + 2),
    );
    return new Set(strikes.flatMap(([operator, epoch]) => (epoch! >= since ? [operator!] : [])));
  };
  let before = (await begin(arms)).world;
  let [forgotten, displaced] = [0, 0];
  for await (const { world, arms: names } of run(arms, await begin(arms))) {
    if (!names.includes("cut")) continue;
    const now = struckIn(world, 0);
    for (const o of struckIn(before, before.epoch - 9)) {
      const [had, has] = [before, world].map(({ subnets }) => subnets[0]!.operatorUid[o]! >= 0);
      expect([had, now.has(o)]).toEqual([true, has]);
      if (has) continue;
      forgotten++;
      if (world.operators.status[o] === status.off) displaced++;
    }
    before = world;
  }
  expect(forgotten).toBeGreaterThan(displaced);
  expect(displaced).toBeGreaterThan(0);
}, 60_000);

test("a longer window loses customers who cannot wait, and no others", async () => {
  const wanted = async (window: string, usdPerSecond: number) => {
    const rows = await playSmall(
      `verification={kind: optimistic, window: ${window}, every: 7 days, checkRate: 0}`,
      `demand.segments.all.usdPerSecond=${usdPerSecond}`,
    );
    expect(column(rows, "cut", "finalitySeconds")[3]).toBe(window === "1 minute" ? 60 : 3600);
    return total(column(rows, "keep", "wanted").slice(0, 4));
  };
  expect(await wanted("1 hour", 0.000002)).toBeLessThan(0.9 * (await wanted("1 minute", 0.000002)));
  expect(await wanted("1 hour", 0)).toBe(await wanted("1 minute", 0));
}, 60_000);

test("proofs take capacity", async () => {
  const [plain, proven] = await Promise.all([
    playSmall("verification={kind: tee, slowdown: 1}"),
    playSmall("verification={kind: tee, slowdown: 1.25}"),
  ]);
  const [free, taken] = [plain, proven].map((rows) => column(rows, "cut", "capacity")[0]!);
  expect(taken! * 1.25).toBeCloseTo(free!, 6);
});

test("operators leave where proofs cost more than they earn", async () => {
  const serving = async (usd: number) =>
    last(column(await playSmall(`verification={kind: tee, usdPerAnswer: ${usd} USD/request}`), "keep", "serving"));
  expect(await serving(0.02)).toBeLessThan(await serving(0));
});

test.each([
  ["{kind: sampled, p: 1.5}", "verification.p"],
  ["{kind: optimistic, window: 0 s}", "verification.window"],
  ["{kind: optimistic, bond: 1 USD, gain: 5 USD}", "verification.bond"],
  ["{kind: redundant, replicas: 40}", "verification needs 40 miners"],
  ["{kind: committee, members: 4}", "verification needs 4 validators"],
  ["{kind: committee, members: 2, colluding: [nobody]}", 'names "nobody"'],
  ["{kind: optimistic, watchers: [a100]}", 'names "a100"'],
  ["{kind: sampled, every: 1 s}", "verification.every"],
  [
    "{kind: sampled, bond: 9 USD, strikes: 2, strikesLast: 6 days}",
    "verification.strikesLast is 6 days; expected at least",
  ],
])("a scenario with %s is refused", (verification, message) => {
  expect(() => armsOfFile(SMALL, [`verification=${verification}`])).toThrow(message);
});
