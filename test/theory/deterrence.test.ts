import { describe, expect, it } from "vitest";
import { draw } from "../../sim/core/random.ts";
import { deterrenceAfterCut, deterrentAuditRate, gainFromCheating } from "../../sim/theory/deterrence.ts";

const period = (savedUsd: number, rewardUsd: number, stakeUsd: number, detection: number, falsePositive: number) => ({
  savedUsd,
  rewardUsd,
  stakeUsd,
  detection,
  falsePositive,
});

describe("audits that deter", () => {
  it.each([
    [period(0.9, 1, 10, 1, 0), 0.0818182],
    [period(0.9, 1, 10, 0.95, 0.01), 0.0870406],
    [period(0.5, 1, 0, 1, 0), 0.5],
    [period(0.5, 1, 4, 0.9, 0.02), 0.1136364],
  ])("%o need a rate of %f", (temptation, rate) => {
    expect(deterrentAuditRate(temptation)).toBeCloseTo(rate, 7);
    expect(gainFromCheating(temptation, deterrentAuditRate(temptation)!)).toBeCloseTo(0, 12);
  });

  it.each([
    ["power no better than false alarms", period(0.5, 1, 10, 0.1, 0.1)],
    ["power below false alarms", period(0.5, 1, 10, 0.1, 0.2)],
    ["more to save than to lose", period(2, 1, 0.5, 1, 0)],
    ["nothing to lose", period(0.5, 0, 0, 1, 0)],
  ])("there are none with %s", (_, temptation) => {
    expect(deterrentAuditRate(temptation)).toBeUndefined();
    expect(gainFromCheating(temptation, 1)).toBeGreaterThan(0);
  });

  it("a rate of exactly 1 still deters, and where nothing is saved 0 does", () => {
    expect(deterrentAuditRate(period(1, 1, 0, 1, 0))).toBe(1);
    expect(deterrentAuditRate(period(0, 1, 0, 0.1, 0.2))).toBe(0);
  });

  it("leave cheat and honest with the same pay, in 100,000 periods played", () => {
    const temptation = period(0.5, 1, 4, 0.9, 0.02);
    const rate = deterrentAuditRate(temptation)!;
    const PERIODS = 100_000;
    let sum = 0;
    let squares = 0;
    for (let k = 0; k < PERIODS; k++) {
      const pay = (id: string, flagged: number) => {
        const caught = draw(1, "audit", k, id) < rate && draw(1, "flag", k, id) < flagged;
        return caught ? -temptation.stakeUsd : temptation.rewardUsd;
      };
      const gain = pay("cheat", temptation.detection) + temptation.savedUsd - pay("honest", temptation.falsePositive);
      sum += gain;
      squares += gain * gain;
    }
    const error = Math.sqrt((squares / PERIODS - (sum / PERIODS) ** 2) / PERIODS);
    expect(Math.abs(sum / PERIODS)).toBeLessThan(2.576 * error); // 99%
    expect(error).toBeLessThan(0.01);
  });

  it("may be out of reach only once the subsidy has ended", () => {
    const cut = deterrenceAfterCut({
      savedUsd: 0.3,
      detection: 0.9,
      falsePositive: 0.01,
      bondUsd: 0,
      feeUsd: 0.2,
      subsidyTokens: 4,
      tokenPriceUsd: 0.5,
    });
    expect(cut.before).toBeCloseTo(0.3 / (0.89 * 2.2), 12);
    expect(cut.after).toBeUndefined();
    expect(cut.factor).toBeCloseTo(11, 12);
  });

  it.each([
    [{ detection: 1.2 }, "deterrentAuditRate: detection is 1.2; expected a fraction from 0 to 1"],
    [{ falsePositive: -0.1 }, "deterrentAuditRate: falsePositive is -0.1; expected a fraction from 0 to 1"],
    [{ savedUsd: -1 }, "deterrentAuditRate: savedUsd is -1; expected 0 or more"],
    [{ stakeUsd: NaN }, "deterrentAuditRate: stakeUsd is NaN; expected 0 or more"],
  ])("refuse %o", (wrong, message) => {
    expect(() => deterrentAuditRate({ ...period(0.5, 1, 4, 0.9, 0.02), ...wrong })).toThrow(new RangeError(message));
  });

  it("refuse a rate above 1, and a bond below 0", () => {
    expect(() => gainFromCheating(period(0.5, 1, 4, 0.9, 0.02), 1.01)).toThrow(
      new RangeError("gainFromCheating: auditRate is 1.01; expected a fraction from 0 to 1"),
    );
    const { rewardUsd: feeUsd, stakeUsd, ...rest } = period(0.5, 1, -4, 0.9, 0.02);
    expect(() =>
      deterrenceAfterCut({ ...rest, feeUsd, bondUsd: stakeUsd, subsidyTokens: 1, tokenPriceUsd: 1 }),
    ).toThrow(new RangeError("deterrenceAfterCut: bondUsd is -4; expected 0 or more"));
  });
});
