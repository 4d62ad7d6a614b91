import { describe, expect, it } from "vitest";
import { blockEmission } from "../../sim/dtao/blockEmission.ts";
import { rootProportion, subnetTerms } from "../../sim/dtao/coinbase.ts";
import { checkMoved } from "../../sim/dtao/moved.ts";
import { chainRules, type NetworkRules, type NetworkState } from "../../sim/dtao/network.ts";
import { spotPrice } from "../../sim/dtao/pool.ts";
import { chainFlowRule } from "../../sim/dtao/shares.ts";
import { step } from "../../sim/dtao/step.ts";
import { buyAlpha, sellAlpha } from "../../sim/dtao/trade.ts";
import { networkOf, subnetWith, twoSubnets, units } from "./networks.ts";
import { plainBlock } from "./plainBlock.ts";

const flowRules: NetworkRules = { ...chainRules, shares: { ...chainFlowRule, netOfProtocol: true } };

/** Alpha issuance at which a subnet's emission halves. */
const FIRST_HALVING = 10_500_000;

/** Subnets on both sides of a halving, TAO just before one. */
function beforeHalvings(): NetworkState {
  const subnets = [
    subnetWith(3, { tao: 9_000, alpha: 400_000, held: FIRST_HALVING - 400_020.5 }, { emaPrice: 0.02 }),
    subnetWith(7, { tao: 90_000, alpha: 1_000_000, held: 2_000_000 }, { emaPrice: 0.08 }),
  ];
  return networkOf(subnets, { root: 6e6, free: FIRST_HALVING - 6e6 - 99_000 - 30.25 });
}

describe("step", () => {
  it.each<[string, NetworkState, NetworkRules]>([
    ["by price", twoSubnets(), chainRules],
    ["by flow", buyAlpha(twoSubnets(), 2, units(1000)).state, flowRules],
    ["across halvings of TAO and alpha", beforeHalvings(), chainRules],
  ])("plays a span as block after block: %s", (_, start, rules) => {
    const span = step(rules, start, 120);
    let state = start;
    const total = { unminted: 0n, spent: 0n };
    for (let block = 0; block < 120; block++) {
      const one = step(rules, state, 1);
      state = one.state;
      total.unminted += one.moved.taoUnminted;
      total.spent += one.moved.subnets[0]!.taoSpent;
    }
    expect(state).toEqual(span.state);
    expect(total).toEqual({ unminted: span.moved.taoUnminted, spent: span.moved.subnets[0]!.taoSpent });
  });

  it("equals the page's equations written out with bigints", () => {
    let plain = twoSubnets();
    for (let block = 0; block < 50; block++) plain = plainBlock(plain);
    expect(step(chainRules, twoSubnets(), 50).state).toEqual(plain);
  });

  it("leaves its input as it was, and nothing changes in no block", () => {
    const start = twoSubnets();
    const copy = structuredClone(start);
    step(chainRules, start, 10);
    expect(start).toEqual(copy);
    expect(step(chainRules, start, 0).state).toEqual(start);
  });

  it("halves each subnet's alpha by its own issuance", () => {
    const { state, moved } = step(chainRules, beforeHalvings(), 200);
    expect(moved.subnets[0]!.alphaOut).toBeLessThan(200n * 1_000_000_000n);
    expect(moved.subnets[1]!.alphaOut).toBe(200n * 1_000_000_000n);
    expect(state.subnets.map(({ alphaIssuance }) => blockEmission(alphaIssuance))).toEqual([5e8, 1e9]);
    expect(blockEmission(state.taoIssuance)).toBe(5e8);
  });

  it("mints all of a block's TAO but what rounding leaves", () => {
    const { moved, state } = step(chainRules, twoSubnets(), 1000);
    const used = moved.subnets.reduce((sum, one) => sum + one.taoInjected + one.taoSpent, 0n);
    expect(used + moved.taoUnminted).toBe(1000n * 1_000_000_000n);
    expect(Number(moved.taoUnminted)).toBeLessThan(1000 * 4);
    expect(state.taoIssuance - twoSubnets().taoIssuance).toBe(used);
  });

  it("leaves the price alone where all TAO finds alpha beside it", () => {
    const start = networkOf([subnetWith(1, { tao: 50_000, alpha: 10_000, held: 100 }, { emaPrice: 1 })]);
    const { state, moved } = step(chainRules, start, 5000);
    expect(moved.subnets[0]!.taoSpent).toBe(0n);
    expect(moved.subnets[0]!.taoInjected).toBeGreaterThan(0n);
    const [before, after] = [priceOf(start), priceOf(state)];
    expect(Math.abs(after / before - 1)).toBeLessThan(1e-9);
  });

  it("injects nothing into a pool whose weights would leave their bounds, and does not mint that TAO", () => {
    // One unit of TAO in the pool: what joins it beside alpha is cut to nothing, so that the alpha would come alone.
    const pool = { tao: 1e-9, alpha: 1e6, held: 1e6 };
    const start = networkOf([subnetWith(1, pool, { emaPrice: 0.5, poolTaoWeight: 0.01 })]);
    const { moved } = step(chainRules, start, 1);
    expect(moved.subnets[0]).toMatchObject({ taoInjected: 0n, alphaInjected: 0n });
    expect(moved.taoUnminted).toBe(1_000_000_000n);
  });

  it("mints alpha, and no TAO, for a subnet whose TAO is off; nothing for one that has not started", () => {
    const [first, second] = twoSubnets().subnets;
    const subnets = [{ ...first!, taoEnabled: false }, second!, { ...second!, netuid: 9, startBlock: null }];
    const { moved } = step(chainRules, networkOf(subnets), 100);
    expect(moved.subnets[0]).toMatchObject({ taoInjected: 0n, taoSpent: 0n, alphaOut: 100n * 1_000_000_000n });
    expect(moved.subnets[1]!.taoInjected + moved.subnets[1]!.taoSpent).toBeGreaterThan(99n * 1_000_000_000n);
    expect(moved.subnets[2]).toMatchObject({ alphaOut: 0n, taoInjected: 0n, taoSpent: 0n });
  });

  it("pays root where alpha of all subnets is together worth more than 1 TAO, and recycles its part elsewhere", () => {
    const poor = step(chainRules, twoSubnets(), 10).moved.subnets[0]!;
    expect(poor.root).toBe(0n);
    expect(poor.recycled).toBeGreaterThan(0n);
    const dear = twoSubnets().subnets.map((subnet) => ({ ...subnet, emaPrice: 0.6 }));
    const rich = step(chainRules, networkOf(dear), 10).moved.subnets[0]!;
    expect(rich.root).toBeGreaterThan(0n);
    expect(rich.recycled).toBe(0n);
  });

  it("keeps the owner's cut for the rest where it is off", () => {
    const subnets = twoSubnets().subnets.map((subnet) => ({ ...subnet, ownerCutEnabled: false }));
    const { owner, server, alphaOut } = step(chainRules, networkOf(subnets), 10).moved.subnets[0]!;
    expect([owner, server]).toEqual([0n, alphaOut / 2n]);
  });
});

describe("a subnet that ages", () => {
  const year = 365 * 7200;
  const start = twoSubnets();
  const quarter = step(chainRules, start, year / 4);
  const second = step(chainRules, quarter.state, year / 4);

  it("sees root's proportion fall, and at one price more of its TAO buys instead of joining the pool", () => {
    for (const k of [0, 1]) {
      const proportions = [start, quarter.state, second.state].map((state) => proportionOf(state, k));
      expect(proportions).toEqual([...proportions].sort((a, b) => b - a));
      expect(proportions[2]).toBeLessThan(proportions[0]! * 0.9);
      const spent = proportions.map((r) => subnetTerms(5e8, 1e9, 0.1, r).excessTao);
      expect(spent[0]).toBeGreaterThan(0);
      expect(spent).toEqual([...spent].sort((a, b) => a - b));
      expect(spent[2]).toBeGreaterThan(spent[0]!);
    }
  });

  it("is dearer by then, which needs less alpha beside its TAO: the chain's buying ends sooner than age alone would say", () => {
    expect(priceOf(quarter.state)).toBeGreaterThan(priceOf(start));
    const [early, late] = [quarter.moved.subnets[0]!, second.moved.subnets[0]!];
    expect(spentShare(late)).toBeLessThan(spentShare(early));
  });

  it("spends more of its TAO on alpha than a young one", () => {
    expect(spentShare(quarter.moved.subnets[0]!)).toBeGreaterThan(spentShare(quarter.moved.subnets[1]!));
  });

  it("splits alpha 18 : 41 : 41, root's part within the validators'", () => {
    const { alphaOut, owner, server, validator, root, recycled } = second.moved.subnets[1]!;
    const parts = [owner, server, validator + root + recycled].map((part) => Number(part) / Number(alphaOut));
    [0.18, 0.41, 0.41].forEach((part, k) => expect(parts[k]).toBeCloseTo(part, 4));
  });
});

describe("TAO by flow", () => {
  it("goes where users bring TAO, and nowhere where they take it out", () => {
    const bought = buyAlpha(twoSubnets(), 2, units(500)).state;
    const sold = sellAlpha(bought, 1, units(100_000)).state;
    const { moved } = step(flowRules, sold, 1);
    expect(moved.subnets[0]!.taoInjected + moved.subnets[0]!.taoSpent).toBe(0n);
    expect(moved.subnets[1]!.taoInjected + moved.subnets[1]!.taoSpent).toBeGreaterThan(999_999_990n);
  });

  it("goes to nobody where nobody trades", () => {
    expect(step(flowRules, twoSubnets(), 3).moved.taoUnminted).toBe(3_000_000_000n);
  });
});

describe("what is refused", () => {
  const changed = (change: Partial<NetworkState["subnets"][number]>): NetworkState => {
    const [first, second] = twoSubnets().subnets;
    return { ...twoSubnets(), subnets: [{ ...first!, ...change }, second!] };
  };

  it.each<[string, NetworkState, string]>([
    ["alpha lost", changed({ heldAlpha: 1n }), "subnet 1: 1000000000000001 units of alpha in the pool and outside"],
    ["TAO made", { ...twoSubnets(), taoOutside: units(9e6) + 1n }, "expected the 9025000000000000 issued"],
    ["a netuid twice", changed({ netuid: 2 }), "network: netuids are 2, 2; expected each once"],
    ["a weight", changed({ poolTaoWeight: 0.995 }), "subnet 1: poolTaoWeight is 0.995"],
    ["a price", changed({ emaPrice: NaN }), "subnet 1: emaPrice is NaN; expected 0 or more"],
    ["burned", changed({ minerBurned: 2 }), "subnet 1: minerBurned is 2; expected a fraction"],
    ["an amount", changed({ dustAlpha: -1n }), "subnet 1: dustAlpha is -1 units; expected 0 or more"],
    ["a start to come", changed({ startBlock: 9 }), "subnet 1: startBlock is 9; expected null, or a block up to 0"],
    ["a flow", changed({ userFlow: Infinity }), "subnet 1: userFlow is Infinity; expected a number"],
    ["root above all", { ...twoSubnets(), rootTao: units(1e7) }, "on root; expected at most the"],
    ["a block", { ...twoSubnets(), block: 0.5 }, "network: block is 0.5"],
  ])("%s", (_, state, message) => expect(() => step(chainRules, state, 1)).toThrow(message));

  it("blocks that are not whole", () =>
    expect(() => step(chainRules, twoSubnets(), 1.5)).toThrow("step: 1.5 blocks; expected a whole number"));

  it("a span whose balances changed by something that did not move", () => {
    const start = twoSubnets();
    const { state, moved } = step(chainRules, start, 5);
    expect(() => checkMoved(start, state, moved)).not.toThrow();
    const [first, second] = moved.subnets;
    const names = Object.keys(first!).filter((name) => name !== "netuid");
    for (const name of names) {
      const wrong = { ...first!, [name]: (first as unknown as Record<string, bigint>)[name]! + 1n };
      expect(() => checkMoved(start, state, { ...moved, subnets: [wrong, second!] }), name).toThrow("which moved");
    }
  });
});

const priceOf = ({ subnets: [subnet] }: NetworkState) =>
  spotPrice({
    tao: Number(subnet!.poolTao),
    alpha: Number(subnet!.poolAlpha),
    taoWeight: subnet!.poolTaoWeight,
  });

const proportionOf = ({ rootTao, subnets }: NetworkState, k: number) =>
  rootProportion(Number(rootTao), chainRules.rootTaoWeight, Number(subnets[k]!.alphaIssuance));

const spentShare = ({ taoSpent, taoInjected }: { taoSpent: bigint; taoInjected: bigint }) =>
  Number(taoSpent) / Number(taoSpent + taoInjected);
