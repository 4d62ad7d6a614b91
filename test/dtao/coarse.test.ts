import { describe, expect, it } from "vitest";
import { coarseStep, type CoarseNetwork, type CoarseRules, type Users } from "../../sim/dtao/coarse.ts";
import { chainRules, type NetworkState } from "../../sim/dtao/network.ts";
import { spotPrice } from "../../sim/dtao/pool.ts";
import { chainFlowRule } from "../../sim/dtao/shares.ts";
import { step } from "../../sim/dtao/step.ts";
import { buyAlpha, drainPending, sellAlpha } from "../../sim/dtao/trade.ts";
import { networkOf, subnetWith } from "./networks.ts";

const MONTH = 216_000;
/** Blocks between trades of the exact step. */
const OFTEN = 20;
/** Paid so that the pool sees the amount itself: 33 of 65535 are a fee. */
const withFee = (amount: number) => BigInt(Math.round((amount * 65_535) / 65_502));

const byPrice: CoarseRules = { ...chainRules, shares: { kind: "price" } };
const byFlow: CoarseRules = { ...chainRules, shares: { ...chainFlowRule, netOfProtocol: false } };

const idle: Users = { buys: 0, sellShare: 0, flow: 0 };

const coarseOf = ({ block, taoIssuance, rootTao, subnets }: NetworkState): CoarseNetwork => ({
  taoIssuance: Number(taoIssuance),
  rootTao: Number(rootTao),
  subnets: subnets.map((one) => ({
    age: block - one.startBlock!,
    pool: { tao: Number(one.poolTao), alpha: Number(one.poolAlpha), taoWeight: one.poolTaoWeight },
    alphaIssuance: Number(one.alphaIssuance),
    emaPrice: one.emaPrice,
    flowEma: one.userFlowEma,
  })),
});

interface Totals {
  taoInjected: number;
  alphaInjected: number;
  taoSpent: number;
  alphaOut: number;
}

/** The exact step, block by block, with the users' trades every so many blocks. */
function exact(rules: CoarseRules, start: NetworkState, users: readonly Users[]) {
  let state = start;
  const trades = users.some(({ buys, sellShare }) => buys > 0 || sellShare > 0);
  const often = trades ? OFTEN : MONTH;
  const totals = start.subnets.map((): Totals => ({ taoInjected: 0, alphaInjected: 0, taoSpent: 0, alphaOut: 0 }));
  for (let done = 0; done < MONTH; done += often) {
    const { state: after, moved } = step(rules, state, often);
    state = after;
    for (const [k, one] of moved.subnets.entries())
      for (const name of Object.keys(totals[k]!) as (keyof Totals)[]) totals[k]![name] += Number(one[name]);
    if (trades)
      for (const [k, { buys, sellShare }] of users.entries()) state = traded(state, k, buys, sellShare, often);
  }
  return { state, totals };
}

function traded(start: NetworkState, k: number, buys: number, sellShare: number, blocks: number): NetworkState {
  const { netuid } = start.subnets[k]!;
  let state = start;
  if (buys > 0) state = buyAlpha(state, netuid, withFee(buys * blocks)).state;
  const { state: open, drained } = drainPending(state, netuid);
  state = open;
  if (sellShare > 0) state = sellAlpha(state, netuid, withFee(sellShare * Number(drained.server))).state;
  if (drained.root === 0n) return state;
  const flowBefore = state.subnets[k]!.userFlow;
  const { state: sold, received } = sellAlpha(state, netuid, withFee(Number(drained.root)));
  // Root's sales are not the users'.
  const subnets = sold.subnets.map((one, i) => (i === k ? { ...one, userFlow: flowBefore } : one));
  return { ...sold, subnets, rootTao: sold.rootTao + received };
}

/** An old subnet and a young one; dear, so that stakers on root are paid. */
const dear = (): NetworkState =>
  networkOf(
    [
      subnetWith(1, { tao: 60_000, alpha: 100_000, held: 1_500_000 }, { emaPrice: 0.55, userFlowEma: 2e8 }),
      subnetWith(2, { tao: 20_000, alpha: 30_000, held: 200_000 }, { emaPrice: 0.6, userFlowEma: 1e8 }),
    ],
    { block: 300_000 },
  );

const cheap = (): NetworkState =>
  networkOf([
    subnetWith(1, { tao: 20_000, alpha: 1_000_000, held: 1_200_000 }),
    subnetWith(2, { tao: 5_000, alpha: 100_000, held: 10_000 }),
  ]);

/** Just before halvings of TAO and of one alpha. */
const halving = (): NetworkState =>
  networkOf(
    [
      subnetWith(3, { tao: 90_000, alpha: 400_000, held: 10_500_000 - 400_000 - 90_000.5 }, { emaPrice: 0.2 }),
      subnetWith(7, { tao: 90_000, alpha: 1_000_000, held: 2_000_000 }, { emaPrice: 0.08 }),
    ],
    { root: 6e6, free: 10_500_000 - 6e6 - 180_000 - 50_000.25, block: 400_000 },
  );

const busy: Users[] = [
  { buys: 3e8, sellShare: 0.6, flow: 0 },
  { buys: 2e8, sellShare: 0.5, flow: 0 },
];

describe("coarseStep", () => {
  it.each<[string, CoarseRules, NetworkState, Users[]]>([
    ["new, cheap subnets in which nobody trades", byPrice, cheap(), [idle, idle]],
    ["halvings of TAO and alpha", byPrice, halving(), [idle, idle]],
    ["dear subnets with trades, by price", byPrice, dear(), busy],
    ["dear subnets with trades, by flow", byFlow, dear(), busy],
  ])("agrees with the exact step within 1e-3 over a month: %s", (name, rules, start, users) => {
    const { state, totals } = exact(rules, start, users);
    const { network, moved } = coarseStep(rules, coarseOf(start), MONTH, users);
    const expected = coarseOf(state);
    const apart: Record<string, number> = {};
    const compare = (what: string, found: number, wanted: number) => {
      apart[what] = Math.abs(found - wanted) / Math.max(Math.abs(wanted), 1e-12);
    };
    compare("TAO issued", network.taoIssuance, expected.taoIssuance);
    compare("root", network.rootTao, expected.rootTao);
    for (const [k, one] of network.subnets.entries()) {
      const wanted = expected.subnets[k]!;
      compare(`price ${k}`, spotPrice(one.pool), spotPrice(wanted.pool));
      compare(`average ${k}`, one.emaPrice, wanted.emaPrice);
      compare(`issuance ${k}`, one.alphaIssuance, wanted.alphaIssuance);
      compare(`weight ${k}`, one.pool.taoWeight, wanted.pool.taoWeight);
      if (rules.shares.kind === "flow") compare(`flow ${k}`, one.flowEma, wanted.flowEma);
      for (const what of Object.keys(totals[k]!) as (keyof Totals)[])
        compare(`${what} ${k}`, moved[k]![what], totals[k]![what]);
    }
    expect(Math.max(...Object.values(apart)), JSON.stringify(apart)).toBeLessThan(1e-3);
  });
});
