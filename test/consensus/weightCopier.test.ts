import { describe, expect, it } from "vitest";
import type { YumaParameters } from "../../sim/consensus/yuma.ts";
import { base, expectClose, play } from "./epochs.ts";

/**
 * Two honest validators and one that sets the consensus published the epoch before. The miner whom all serve is replaced by a
 * better one, so the copier buys its bonds an epoch late.
 */
describe("a weight copier", () => {
  const HONEST = 0.8;
  const COPIER = 0.2;
  const LATER = 20;
  const [old, better] = [
    [1, 0],
    [0, 1],
  ];
  const rows = [
    [old, old, old],
    [better, better, old],
    ...Array.from({ length: LATER - 1 }, () => [better, better, better]),
  ];
  /** its dividend, k epochs after the change */
  const dividends = (bonds: YumaParameters["bonds"], more: Partial<YumaParameters> = {}) =>
    play({ ...base, ...more, bonds }, [0.5, 0.3, COPIER], rows).map(({ dividend }) => dividend[2]!);
  const grown = (k: number) => 1 - 0.9 ** k;
  const after = (k: number) => COPIER * grown(k - 1);

  it("starts from nothing with classic bonds, and catches up no faster than the others' first bonds fade", () => {
    const wanted = [COPIER, ...Array.from({ length: LATER }, (_, k) => after(k + 1))];
    expectClose(dividends("classic"), wanted);
    expectClose(dividends("yuma1"), wanted);
  });

  it("is soon paid like the others where bonds are absolute, since theirs are young too", () => {
    const paid = (all: (k: number) => number) => [
      COPIER,
      ...Array.from({ length: LATER }, (_, k) => after(k + 1) / all(k + 1)),
    ];
    const wanted = paid((k) => after(k) + HONEST * grown(k));
    expectClose(dividends("yuma3"), wanted);
    expectClose(dividends("yuma2c"), wanted);
    // Instant bonds of yuma2 are shares of a column: in the epoch of the change the others buy all of it.
    expectClose(dividends("yuma2"), paid(grown));
  });

  it("hence loses more over the epochs under classic bonds than under Yuma 3, with bonds as the chain stores them", () => {
    const total = (bonds: YumaParameters["bonds"]) =>
      dividends(bonds, { storage: "u16" }).reduce((sum, share) => sum + share, 0);
    expect(total("classic")).toBeLessThan(0.7 * COPIER * (LATER + 1));
    expect(total("yuma3")).toBeGreaterThan(0.85 * COPIER * (LATER + 1));
  });
});
