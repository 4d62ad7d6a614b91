import { describe, expect, it } from "vitest";
import { clock, SECONDS_PER_DAY } from "../../sim/core/clock.ts";
import { owns, status, type MembershipInput, type Standing } from "../../sim/membership/contract.ts";
import { membership } from "../../sim/membership/index.ts";
import { memberInput, standing } from "../support/members.ts";

const context = { clock: clock(12, 50_400, 365 * SECONDS_PER_DAY), seed: 1 };
const entry = membership.schema.parse({
  kind: "profitDriven",
  incomeMemory: "0 s",
  deliveryLag: "0 s",
  adjustment: "0 s",
});
const rule = membership.build(entry, context);

/** Level yearly payment per USD at 10 percent over four years: 0.1 / (1 - 1.1^-4). */
const ANNUITY = 0.315470803706098;
const HOURS_A_YEAR = 8000;

/** One operator serves for 2 USD an hour, so that two would have 1 USD each; the second is as told. */
function pair(second: number, wish: Partial<MembershipInput> = {}): MembershipInput {
  const before: Standing = { ...standing({ n: 2, feesPerHour: 2 }), status: Uint8Array.of(status.serving, second) };
  const input = memberInput(before, { hours: 100, feesUsd: 200, fullPerHour: 0.6, lifeDays: 4 * 365 });
  return { ...input, registered: Uint8Array.of(1, 0), ...wish };
}

/** USD for a uid that comes to so much an hour of the unit over four years. */
const costing = (perHour: number) => new Float64Array(2).fill((perHour * HOURS_A_YEAR) / ANNUITY);

describe("the price of a uid", () => {
  const orders = (registrationUsd: Float64Array) => rule.step(pair(status.candidate, { registrationUsd })).ordered;

  it("is part of the full cost that a buyer must expect to earn: 1 USD an hour covers 0.6 + 0.4, and no more", () => {
    expect(orders(costing(0.4 - 1e-9))).toEqual([1]);
    expect(orders(costing(0.4 + 1e-9))).toEqual([]);
  });

  it("is paid once for all units of an operator", () => {
    // Three units beside one earn 0.5 USD an hour each, less than 0.6: with cheaper hardware only the share of a uid counts.
    const input = pair(status.candidate, { registrationUsd: costing(1.2 - 1e-9) });
    input.hardware.units[1] = 3;
    input.hardware.fullPerHour[1] = 0.1;
    expect(rule.step(input).ordered).toEqual([1]);
    expect(rule.step({ ...input, registrationUsd: costing(1.2 + 1e-9) }).ordered).toEqual([]);
  });

  it("is weighed at the turn of each newcomer: who would be second expects the second price", () => {
    const before: Standing = {
      ...standing({ n: 3, feesPerHour: 3 }),
      status: Uint8Array.of(status.serving, status.candidate, status.candidate),
    };
    const input = memberInput(before, { hours: 100, feesUsd: 300, fullPerHour: 0.6 });
    const registrationUsd = Float64Array.of(0, 1e9, 0);
    expect(rule.step({ ...input, registrationUsd }).ordered).toEqual([1]);
    expect(rule.step({ ...input, registrationUsd: new Float64Array(3) }).ordered).toEqual([1, 2]);
  });

  it("holds back who lost its uid and would return, spread over what its hardware still lasts", () => {
    const returns = (registrationUsd: Float64Array, registered: number) => {
      const input = pair(status.off, { registrationUsd, registered: Uint8Array.of(1, registered) });
      input.hardware.lifeDays[1] = 8 * 365;
      input.standing.ageDays[1] = 4 * 365 - 7; // a week older once wear has been counted
      return rule.step(input).entered;
    };
    expect(returns(costing(0.9 - 1e-9), 0)).toEqual([1]);
    expect(returns(costing(0.9 + 1e-9), 0)).toEqual([]);
    expect(returns(costing(9), 1)).toEqual([1]);
  });
});

describe("room for newcomers", () => {
  const entered = (wish: Partial<MembershipInput>) => rule.step(pair(status.off, wish)).entered;

  it("is what is free and what can be replaced; who still holds a uid needs none", () => {
    expect(entered({ freeSlots: 0, replaceable: 0 })).toEqual([]);
    expect(entered({ freeSlots: 1, replaceable: 0 })).toEqual([1]);
    expect(entered({ freeSlots: 0, replaceable: 1 })).toEqual([1]);
    expect(entered({ freeSlots: 0, replaceable: 0, registered: Uint8Array.of(1, 1) })).toEqual([1]);
  });

  it("is taken by who returns without a uid before ordered hardware arrives", () => {
    const before = {
      ...standing({ n: 3, feesPerHour: 2 }),
      status: Uint8Array.of(status.serving, status.off, status.ordered),
    };
    const input = memberInput(before, { hours: 100, feesUsd: 200 });
    const entered = (freeSlots: number, registered: number) =>
      rule.step({ ...input, freeSlots, registered: Uint8Array.of(1, registered, 0) }).entered;
    expect([entered(1, 0), entered(1, 1), entered(2, 0)]).toEqual([[1], [1, 2], [1, 2]]);
  });

  it("is claimed by hardware on order, so that nobody buys for whom the rest is too little", () => {
    const { serving, candidate, ordered } = status;
    const before = { ...standing({ n: 3, feesPerHour: 9 }), status: Uint8Array.of(serving, candidate, ordered) };
    before.arrives[2] = 9;
    const input = memberInput(before, { hours: 100, feesUsd: 900, fullPerHour: 0.6 });
    const orders = (freeSlots: number) => rule.step({ ...input, freeSlots }).ordered;
    expect([orders(1), orders(2)]).toEqual([[], [1]]);
  });

  it("is not made by who leaves without a uid", () => {
    const leaving = (registered: number): Standing => {
      const before = standing({ n: 3, feesPerHour: 2 });
      before.status.set([status.serving, status.off, status.ordered]);
      before.ageDays[1] = 1e9;
      const input = memberInput(before, { hours: 100, feesUsd: 200 });
      const holders = before.status.map((s, o) => (o === 1 ? registered : Number(owns(s))));
      return rule.step({ ...input, freeSlots: 0, registered: holders }).standing;
    };
    expect([...leaving(1).status]).toEqual([status.serving, status.gone, status.serving]);
    expect([...leaving(0).status]).toEqual([status.serving, status.gone, status.ordered]);
  });
});
