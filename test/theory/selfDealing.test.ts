import { describe, expect, it } from "vitest";
import { fakeRequestGain, selfDealing } from "../../sim/theory/selfDealing.ts";

const pool = { poolUsd: 10, price: 0.1, takeRate: 0.05, serviceCostUsd: 0.0451, realRequests: 40 };

describe("requests to oneself", () => {
  it("enter one by one until the next does not pay", () => {
    for (const realRequests of [0, 40, 150, 400]) {
      let total = realRequests;
      while (fakeRequestGain(pool.poolUsd / (total + 1), pool.price, pool.takeRate, pool.serviceCostUsd) >= 0) total++;
      const found = selfDealing({ ...pool, realRequests });
      expect(Math.floor(found.totalRequests)).toBe(total);
      expect(found.fakeRequests).toBeCloseTo(found.totalRequests - realRequests, 12);
    }
  });

  it("do not pay where customers already crowd the pool, nor once the subsidy has ended", () => {
    const crowded = selfDealing({ ...pool, realRequests: 400 });
    expect([crowded.fakeRequests, crowded.apparentFeeShare]).toEqual([0, crowded.trueFeeShare]);
    const ended = selfDealing({ ...pool, poolUsd: 0 });
    expect([ended.fakeRequests, ended.apparentFeeShare]).toEqual([0, 1]);
    expect(selfDealing({ ...pool, poolUsd: 0, realRequests: 0 }).trueFeeShare).toBeNaN();
  });

  it("pay when a fixed reward is above take and service", () => {
    expect(fakeRequestGain(0.06, 0.1, 0.05, 0.045)).toBeCloseTo(0.01, 12);
    expect(fakeRequestGain(0.04, 0.1, 0.05, 0.045)).toBeCloseTo(-0.01, 12);
  });

  it.each([
    [() => selfDealing({ ...pool, takeRate: 1.5 }), "takeRate is 1.5; expected a fraction from 0 to 1"],
    [() => selfDealing({ ...pool, poolUsd: -1 }), "poolUsd is -1; expected 0 or more"],
    [
      () => selfDealing({ ...pool, takeRate: 0, serviceCostUsd: 0 }),
      "takeRate x price + serviceCostUsd is 0; expected more than 0",
    ],
    [() => fakeRequestGain(NaN, 0.1, 0.05, 0.045), "rewardUsd is NaN; expected 0 or more"],
  ])("refuses what cannot be: %s", (call, message) => {
    expect(call).toThrow(RangeError);
    expect(call).toThrow(message);
  });
});
