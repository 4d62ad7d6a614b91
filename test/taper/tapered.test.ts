import { describe, expect, it } from "vitest";
import { every, played, total, type Written } from "./played.ts";

const constant = { kind: "constant", tokensPerBlock: "0.1 tokens/block" };
const day = 7200;
const halved = { kind: "heightHalving", tokensPerBlock: "0.2 tokens/block", intervalBlocks: 30 * day };

describe("a schedule times a taper", () => {
  it.each([
    { kind: "exponential", from: "9.3 days", halfLife: "11 days" },
    { kind: "halving", from: "9.3 days", interval: "8.1 days", halvings: 4 },
    { kind: "floor", at: "9.3 days", tokensPerDay: "200 tokens/day" },
    { kind: "linear", from: "9.3 days", until: "70 days" },
  ])("mints the same in epochs of 72 minutes, a day, a week: $kind", (taper) => {
    const minted = (emission: Written, blocks: number) =>
      total(played({ emission, taper }, every(blocks, (84 * day) / blocks)));
    for (const blocks of [360, day]) {
      expect(Math.abs(minted(constant, blocks) / minted(constant, 7 * day) - 1)).toBeLessThan(1e-12);
      // Where the schedule halves within a day of the slope, it matters a little whether an epoch ends there too.
      expect(Math.abs(minted(halved, blocks) / minted(halved, 7 * day) - 1)).toBeLessThan(1e-4);
    }
  });

  it.each([
    { kind: "exponentialToCap", cap: 1000, perYear: 2 },
    { kind: "issuanceHalving", tokensPerBlock: "0.001 tokens/block", cap: 1000 },
    { kind: "issuanceHalving", tokensPerBlock: "0.001 tokens/block", cap: 1000, partsPerToken: 1e9 },
    { kind: "formula", tokensPerBlock: "1e-6 * (1000 - issuance)" },
  ])("mints the same in steps of any length where the schedule sees what was really minted: $kind", (emission) => {
    const taper = { kind: "step", at: "20 days", floor: 0.3, basis: "actual" };
    const minted = (ends: readonly number[], remintedPerBlock = 0) =>
      total(played({ emission, taper }, ends, 450, { remintedPerBlock }));
    const daily = minted(every(day, 280));
    for (const ends of [every(7 * day, 40), [280 * day], [11 * day, 90 * day + 17, 280 * day]])
      expect(Math.abs(minted(ends) / daily - 1)).toBeLessThan(1e-8);
    // What burned tokens fund of an epoch is taken as even over it, also where the schedule halves within.
    const weekly = minted(every(7 * day, 40), 1e-5);
    expect(Math.abs(minted(every(day, 280), 1e-5) / weekly - 1)).toBeLessThan(1e-4);
  });

  it("closes the gap to the cap at the tapered rate where the schedule sees what was really minted", () => {
    const emission = { kind: "exponentialToCap", cap: 100, perYear: 0.2 };
    const taper = { kind: "step", at: "0 s", floor: 0.5, basis: "actual" };
    const minted = total(played({ emission, taper }, [2 * 365 * day], 50));
    expect(Math.abs(minted / (50 * (1 - Math.exp(-0.2))) - 1)).toBeLessThan(1e-12);
  });

  it("tapers only what burned tokens do not fund, where the settlement mints them anew", () => {
    const taper = { kind: "step", at: "2 days", floor: 0.25 };
    // 720 tokens a day: X = B + f (720 - B)
    const epochs = played({ emission: constant, taper }, every(day, 4), 0, { remintedPerBlock: 300 / day });
    expect(epochs.map(({ minted }) => minted)).toEqual([720, 720, 405, 405].map((x) => expect.closeTo(x, 9) as number));
    expect(epochs.map(({ multiplier }) => multiplier)).toEqual([1, 1, 0.25, 0.25]);
    expect(epochs[2]!.subsidy).toBeCloseTo(420, 9);
    const busy = played({ emission: constant, taper }, every(day, 4), 0, { remintedPerBlock: 900 / day });
    expect(busy.map(({ minted }) => minted)).toEqual([720, 720, 720, 720].map((x) => expect.closeTo(x, 9) as number));
  });

  it("splits burned tokens by blocks where a taper cuts the epoch", () => {
    const taper = { kind: "step", at: "2 days" };
    const [week] = played({ emission: constant, taper }, [7 * day], 0, { remintedPerBlock: 300 / day });
    expect(week!.minted).toBeCloseTo(2 * 720 + 5 * 300, 9);
    expect(week!.multiplier).toBeCloseTo(2 / 7, 12);
  });

  it("never mints more than the bound of a tail emission, beyond what burned tokens fund", () => {
    const taper = { kind: "floor", at: "2 days", tokensPerDay: "90 tokens/day" };
    const found = played({ emission: constant, taper }, every(day, 3)).map(({ minted, multiplier }) => [
      minted,
      multiplier,
    ]);
    const close = (x: number) => expect.closeTo(x, 9) as number;
    expect(found).toEqual([
      [close(720), 1],
      [close(720), 1],
      [close(90), close(0.125)],
    ]);
    const reminted = played({ emission: constant, taper }, every(day, 3), 0, { remintedPerBlock: 300 / day });
    expect(reminted[2]!.minted).toBeCloseTo(390, 9);
    const small = played({ emission: { ...constant, tokensPerBlock: "0.01 tokens/block" }, taper }, every(day, 3));
    expect(small.map(({ minted }) => minted)).toEqual([72, 72, 72].map(close));
  });

  it("leaves pay alone where the taper is meant for liquidity", () => {
    const minted = (target: string) =>
      total(played({ emission: constant, taper: { kind: "step", at: "0 s", target } }, every(day, 2)));
    expect(minted("taoIn")).toBeCloseTo(1440, 9);
    expect(minted("alphaOut")).toBe(0);
    expect(minted("both")).toBe(0);
  });

  it("falls as revenue comes, on what it remembers", () => {
    const taper = { kind: "revenuePegged", from: "2 days", targetUsdPerDay: "100 USD/day", memory: "0 s" };
    const epochs = played({ emission: constant, taper }, every(day, 4), 0, { revenueUsdPerDay: 75 });
    expect(epochs.map(({ multiplier }) => multiplier)).toEqual([1, 1, 0.25, 0.25]);
    expect(epochs[3]!.taperMemory).toEqual([75, 0.25]);
  });
});
