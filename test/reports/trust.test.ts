/** The section on trust, from hand-made miner-epochs with known answers. */
import { describe, expect, it } from "vitest";
import { cheatsOf, falseAccusations } from "../../reports/trust/cheats.ts";
import { meanOf, shareOf } from "../../reports/trust/interval.ts";
import type { MinerEpoch } from "../../reports/trust/minerEpochs.ts";
import { theoryBeside } from "../../reports/trust/theory.ts";
import { stream } from "../../sim/core/random.ts";
import { honest } from "./minerEpoch.ts";

const cheat: MinerEpoch = {
  ...honest,
  id: "cheat",
  behaviour: "substitutor",
  mayCheat: true,
  cheating: true,
  failed: 0,
  netUsdPerDay: 8.5,
  runningUsdPerDay: 1.5,
};

describe("a share with its interval", () => {
  it("is Wilson's", () => {
    const { value, low, high } = shareOf(15, 20);
    // Its bounds are the shares b from which the count is z standard errors away: |p - b| = z sqrt(b (1 - b) / n).
    for (const b of [low, high]) expect(Math.abs(0.75 - b)).toBeCloseTo(1.959964 * Math.sqrt((b * (1 - b)) / 20), 6);
    expect([value, low, high]).toEqual([0.75, expect.closeTo(0.531299, 5), expect.closeTo(0.888138, 5)]);
    expect(shareOf(0, 10)).toMatchObject({ low: expect.closeTo(0, 12), high: expect.closeTo(0.277533, 5) });
    expect(shareOf(0, 0)).toEqual({ hits: 0, of: 0, value: null, low: 0, high: 1 });
  });

  it("holds the true share about 95 times in 100", () => {
    const random = stream(3, "wilson");
    let held = 0;
    for (let trial = 0; trial < 2000; trial++) {
      let hits = 0;
      for (let k = 0; k < 40; k++) if (random() < 0.3) hits++;
      const { low, high } = shareOf(hits, 40);
      if (low <= 0.3 && 0.3 <= high) held++;
    }
    expect(held / 2000).toBeGreaterThan(0.93);
    expect(held / 2000).toBeLessThan(0.98);
  });

  it("means carry the error of their mean", () => {
    expect(meanOf([1, 2, 3, 6])).toEqual({ count: 4, value: 3, error: expect.closeTo(Math.sqrt(14 / 3 / 4), 12) });
    expect(meanOf([5])).toEqual({ count: 1, value: 5, error: null });
    expect(meanOf([])).toEqual({ count: 0, value: null, error: null });
  });
});

describe("what cheating brought", () => {
  it("is compared with honest miners with as many units of the same hardware in the same epoch", () => {
    const all = [
      honest,
      { ...honest, id: "other", netUsdPerDay: 4 },
      { ...honest, id: "large", hardware: "h100", netUsdPerDay: 100 },
      { ...honest, id: "many", hours: 4 * 168, netUsdPerDay: 24 },
      { ...honest, epoch: 1, netUsdPerDay: 3 },
      cheat,
      { ...cheat, epoch: 1, failed: 1, netUsdPerDay: -2, slashedUsdPerDay: 4 },
    ];
    const [found, ...others] = cheatsOf(all);
    expect(others).toEqual([]);
    // 8.5 against a twin of 5, then -2 against 3
    expect(found).toMatchObject({
      behaviour: "substitutor",
      miners: 1,
      minerEpochs: 2,
      gainUsdPerDay: { count: 2, value: expect.closeTo((3.5 - 5) / 2, 12) },
      slashedUsdPerDay: { value: 2 },
    });
    expect(found!.detection).toMatchObject({ hits: 1, of: 2 });
    expect(falseAccusations(all)).toMatchObject({ hits: 0, of: 5 });
  });

  it("has no gain where no honest miner has such hardware", () => {
    const [found] = cheatsOf([honest, { ...cheat, hardware: "h100" }]);
    expect(found!.gainUsdPerDay).toEqual({ count: 0, value: null, error: null });
  });

  it("an adaptive miner counts only while it cheats", () => {
    const adaptive = { ...cheat, behaviour: "adaptive" };
    const found = cheatsOf([honest, adaptive, { ...adaptive, epoch: 1, cheating: false, netUsdPerDay: 50 }]);
    expect(found[0]).toMatchObject({ minerEpochs: 1, gainUsdPerDay: { value: 2.5 } });
    expect(found[0]!.cheating).toMatchObject({ hits: 1, of: 2, value: 0.5 });
  });

  it("who could cheat and does not is told too", () => {
    const [found] = cheatsOf([honest, { ...cheat, behaviour: "adaptive", cheating: false }]);
    expect(found).toMatchObject({ behaviour: "adaptive", minerEpochs: 0, gainUsdPerDay: { value: null } });
    expect(found!.cheating).toMatchObject({ hits: 0, of: 1, value: 0 });
  });
});

describe("theory beside simulation", () => {
  it("takes saving, reward, bond and rates from the run", () => {
    const audited = { ...cheat, failed: 1 };
    const all = [
      ...[0, 1, 2, 3].map((epoch) => ({ ...honest, epoch })),
      audited,
      { ...audited, epoch: 1, failed: 0 },
      { ...audited, epoch: 2, failed: 0, audits: 0 },
      { ...audited, epoch: 3, failed: 0, audits: 0 },
    ];
    const [found] = theoryBeside(all, 7);
    expect(found).toMatchObject({ savedUsd: 17.5, rewardUsd: 70, bondUsd: 20 });
    expect(found!.auditRate.value).toBe(0.5);
    expect(found!.detection.value).toBe(0.5);
    // p* = 17.5 / (0.5 x 90);  1 - (1 - 0.5 x 0.5)^4
    expect(found!.deterrentRate).toBeCloseTo(17.5 / 45, 12);
    expect(found!.caught).toMatchObject({ hits: 1, of: 1 });
    expect(found!.caughtExpected).toBeCloseTo(1 - 0.75 ** 4, 12);
  });

  it("knows no deterrent rate where audits find nothing, or nobody is honest", () => {
    expect(theoryBeside([honest, cheat], 7)[0]!.deterrentRate).toBeNull();
    const elsewhere = [
      { ...honest, hours: 336 },
      { ...honest, epoch: 1 },
    ];
    expect(theoryBeside([...elsewhere, { ...cheat, failed: 1 }], 7)[0]).toMatchObject({ savedUsd: null });
    expect(theoryBeside([{ ...cheat, failed: 1 }], 7)[0]).toMatchObject({ savedUsd: null, deterrentRate: null });
  });
});
