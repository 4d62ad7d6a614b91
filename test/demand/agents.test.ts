/** Client agents: what they learn, whom they ask, when they leave; each with a control. */
import { describe, expect, it } from "vitest";
import type { Customers } from "../../sim/demand/contract.ts";
import { demand } from "../../sim/demand/index.ts";
import { dailyContext } from "../laws/kinds.ts";
import { asked, lived, operators } from "../support/customers.ts";
import { column, playSmall } from "../support/play.ts";

const group = {
  ...{ id: "labs", count: 8, requests: "1000 requests/day", budget: "12 USD/day", belief: 0.8 },
  ...{ best: "0.02 USD/request", useless: 0.2, patience: "14 days" },
};
const cloud = { usdPerRequest: "0.018 USD/request", quality: 0.98 };
const built = (more: Record<string, unknown> = {}) =>
  demand.build(demand.schema.parse({ kind: "agents", groups: [group], cloud, ...more }), dailyContext);

/** Plays days in which operators serve some quality, by day. */
function play(rule: ReturnType<typeof built>, days: number, quality: (day: number) => readonly number[]) {
  const providers = operators(quality(0).length);
  let customers: Customers = rule.openingCustomers!(providers.ids.length);
  let beliefs = rule.openingBeliefs;
  for (let epoch = 0; epoch < days; epoch++) {
    const input = asked(rule, { providers, customers, beliefs, epoch });
    ({ customers, beliefs } = rule.learn(lived(rule, input, quality(epoch))));
  }
  return { wanted: rule.wanted(asked(rule, { providers, customers, beliefs, epoch: days })), beliefs, customers };
}

describe.each(["softmax", "ucb", "thompson"])("agents that choose by %s", (choice) => {
  it("ask those more who really serve better, and all alike where all serve alike", () => {
    const ask = (quality: readonly number[]) =>
      play(built({ choice, noise: 0 }), 120, () => quality).wanted.preference!;
    const [bad, good] = ask([0.6, 0.9]);
    expect(good).toBeGreaterThan(5 * bad!);
    const [one, other] = ask([0.8, 0.8]);
    if (choice === "thompson") expect(Math.min(one!, other!)).toBeGreaterThan(0);
    else expect(one).toBeCloseTo(other!, 9);
  });
});

describe("agents", () => {
  it("spend no more than their budgets", () => {
    const rule = built();
    const wanted = rule.wanted(asked(rule, { providers: operators(3), usdPerRequest: 0.02 }));
    expect(wanted.requests[0]! * 0.02).toBeCloseTo(8 * 12, 9);
    expect(rule.wanted(asked(rule, { providers: operators(3), usdPerRequest: 0.001 })).requests[0]).toBe(8000);
  });

  it("spend twice as much in a market of twice the clients", () => {
    const rule = built();
    const wanted = (marketFactor: number) =>
      rule.wanted({ ...asked(rule, { providers: operators(3), usdPerRequest: 0.02 }), marketFactor }).requests[0]!;
    expect(wanted(2)).toBeCloseTo(2 * wanted(1), 9);
    expect(wanted(0)).toBe(0);
  });

  it("leave after bad answers, for as long as these are bad, and stay where answers stay good", () => {
    const rule = built();
    const before = play(rule, 60, () => [0.9, 0.9]);
    expect(before.wanted.networkShare[0]).toBe(1);
    const worse = (until: number) => (day: number) => (day < 60 || day >= until ? [0.9, 0.9] : [0.3, 0.3]);
    const left = play(rule, 200, worse(Infinity));
    expect(left.wanted.networkShare[0]).toBeCloseTo(0.02, 9);
    expect(left.wanted.cloudShare[0]).toBeGreaterThan(0.6);
    expect(left.beliefs[0]).toBeLessThan(0.4);
    expect(play(rule, 400, worse(200)).wanted.networkShare[0]).toBe(1);
    // Nobody who never tries learns that answers are good again.
    expect(play(built({ trial: 0 }), 400, worse(200)).wanted.networkShare[0]).toBe(0);
  });

  it("draw by their own id and by that of an operator: another agent or operator changes nobody's draws", () => {
    const more = built({ groups: [group, { ...group, id: "shops" }] });
    const [few, many] = [play(built(), 10, () => [0.7, 0.9]), play(more, 10, () => [0.7, 0.9])];
    expect(many.customers["estimates"]!.slice(0, 16)).toEqual(few.customers["estimates"]);
  });
});

describe("in the coupled world", () => {
  const agents = `demand={kind: agents, groups: [{id: labs, count: 6, requests: 2000 requests/day, budget: 30 USD/day, belief: 0.85, best: 0.015 USD/request, useless: 0.2}], cloud: {usdPerRequest: 0.018 USD/request, quality: 0.98}}`;
  const still = ["membership={kind: fixed}", "task.catchUp=0 /day"];

  it("desert a network whose answers get worse while its consensus praises it, not one whose answers stay", async () => {
    const play = async (drift: number) => {
      const rows = await playSmall(agents, ...still, `task.drift=${drift}`);
      const incentive = rows["miners"]!.filter((row) => row["epoch"] === 51 && row["arm"] === "keep");
      const paid = incentive.reduce((all, row) => all + Number(row["incentive"]), 0);
      return { share: column(rows, "keep", "networkShare", "segments"), paid };
    };
    const [kept, drifted] = [await play(0), await play(0.3)];
    expect(kept.share.at(-1)).toBeGreaterThan(0.9);
    expect(drifted.share.at(-1)).toBeLessThan(0.1);
    expect(drifted.paid).toBeCloseTo(1, 9);
  });
});
