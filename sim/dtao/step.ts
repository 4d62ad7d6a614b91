import { tabulate } from "../core/matrix.ts";
import { Account } from "./account.ts";
import { closeBooks, Issuance, openBooks, type SubnetBooks } from "./books.ts";
import { rootProportion, rootSells, splitAlphaOut, subnetTerms } from "./coinbase.ts";
import { checkMoved, type Moved } from "./moved.ts";
import { movingPrice } from "./movingPrice.ts";
import { checkNetwork, isEligible, type NetworkRules, type NetworkState } from "./network.ts";
import { alphaBought, spotPrice, weightAfterInjection, type Pool } from "./pool.ts";
import { enabledShares, flowShares, netFlows, priceShares, type FlowRule } from "./shares.ts";

/** The network while a span is played. */
interface Books {
  readonly tao: Issuance;
  readonly rootTao: number;
  readonly taoUnminted: Account;
  /** those that are emitted to */
  readonly subnets: readonly SubnetBooks[];
  readonly enabled: readonly boolean[];
  readonly burned: Float64Array;
}

/**
 * The network after some more blocks in which nobody trades, stakes or registers. Every block is played: its TAO is divided,
 * joins the pools or buys, each subnet's alpha is minted and split, then the average prices follow.
 *
 * Pots wait until `drainPending`; trades between spans are `buyAlpha` and `sellAlpha`.
 *
 * @param blocks whole number, 0 or more
 * @returns the new state, and what moved by name
 * @throws RangeError for a state that does not close, or blocks that are not a whole number
 * Source: docs/dtao.md, "A block".
 */
export function step(
  rules: NetworkRules,
  state: NetworkState,
  blocks: number,
): { readonly state: NetworkState; readonly moved: Moved } {
  if (!Number.isSafeInteger(blocks) || blocks < 0)
    throw new RangeError(`step: ${blocks} blocks; expected a whole number, 0 or more`);
  checkNetwork(state);
  const all = state.subnets.map(openBooks);
  const subnets = all.filter(({ before }) => isEligible(before));
  const books: Books = {
    tao: new Issuance(state.taoIssuance),
    rootTao: Number(state.rootTao),
    taoUnminted: new Account(0n),
    subnets,
    enabled: subnets.map(({ before }) => before.taoEnabled),
    burned: tabulate(subnets.length, (k) => subnets[k]!.before.minerBurned),
  };
  for (let block = state.block + 1; block <= state.block + blocks; block++) playBlock(rules, books, block);

  const closed = all.map(closeBooks);
  const after: NetworkState = {
    ...state,
    block: state.block + blocks,
    taoIssuance: books.tao.account.units,
    subnets: closed.map(({ subnet }) => subnet),
  };
  const moved: Moved = { taoUnminted: books.taoUnminted.units, subnets: closed.map((one) => one.moved) };
  checkNetwork(after);
  checkMoved(state, after, moved);
  return { state: after, moved };
}

/** Prices and flows are those of the block before; average prices follow once everything has used the old ones. */
function playBlock(rules: NetworkRules, books: Books, block: number): void {
  const { tao, subnets } = books;
  const minted = tao.emission;
  const prices = tabulate(subnets.length, (k) => subnets[k]!.emaPrice);
  const shares = sharesOf(rules, books, prices);
  const sells = rootSells(prices);
  let used = 0;
  for (let k = 0; k < subnets.length; k++) {
    const subnet = subnets[k]!;
    const alpha = subnet.issuance.emission;
    used += inject(rules, books, subnet, minted * shares[k]!, alpha);
    splitAmongPots(rules, books, subnet, alpha, sells);
  }
  tao.account.add(used);
  books.taoUnminted.add(minted - used);
  for (const subnet of subnets) {
    const age = block - subnet.before.startBlock!;
    subnet.emaPrice = movingPrice(rules.movingPrice, subnet.emaPrice, spotPrice(poolOf(subnet)), age);
  }
}

function sharesOf(rules: NetworkRules, { subnets, enabled, burned }: Books, prices: Float64Array): Float64Array {
  if (rules.shares.kind === "flow") {
    followFlows(rules.shares, subnets);
    return enabledShares(flowShares(flowsOf(rules.shares, subnets), rules.shares), enabled);
  }
  return enabledShares(priceShares(prices, burned), enabled);
}

/** Averages take in what flowed since the last block. */
function followFlows({ smoothing }: FlowRule, subnets: readonly SubnetBooks[]): void {
  for (const subnet of subnets) {
    subnet.userFlowEma = (1 - smoothing) * subnet.userFlowEma + smoothing * subnet.userFlow;
    subnet.protocolFlowEma = (1 - smoothing) * subnet.protocolFlowEma + smoothing * subnet.protocolFlow;
    subnet.userFlow = 0;
    subnet.protocolFlow = 0;
  }
}

function flowsOf({ netOfProtocol }: FlowRule, subnets: readonly SubnetBooks[]): Float64Array {
  const users = tabulate(subnets.length, (k) => subnets[k]!.userFlowEma);
  if (!netOfProtocol) return users;
  return netFlows(
    users,
    tabulate(subnets.length, (k) => subnets[k]!.protocolFlowEma),
  );
}

const poolOf = ({ poolTao, poolAlpha, poolTaoWeight }: SubnetBooks): Pool => ({
  tao: poolTao.near,
  alpha: poolAlpha.near,
  taoWeight: poolTaoWeight,
});

const rootProportionOf = ({ rootTaoWeight }: NetworkRules, { rootTao }: Books, { issuance }: SubnetBooks) =>
  rootProportion(rootTao, rootTaoWeight, issuance.account.near);

/**
 * The weights change first, the excess then buys from the pool as it was, and only then do TAO and alpha join it.
 * @returns TAO that found a use, units
 */
function inject(rules: NetworkRules, books: Books, subnet: SubnetBooks, taoEmission: number, alpha: number): number {
  const pool = poolOf(subnet);
  const terms = subnetTerms(taoEmission, alpha, spotPrice(pool), rootProportionOf(rules, books, subnet));
  const [taoIn, alphaIn] = [Math.floor(terms.taoIn), Math.floor(terms.alphaIn)];
  const weight = weightAfterInjection(pool, taoIn, alphaIn);
  if (weight !== null) subnet.poolTaoWeight = weight;
  const spent = spend(subnet, Math.floor(terms.excessTao));
  if (weight === null) return spent;
  subnet.poolTao.add(taoIn);
  subnet.poolAlpha.add(alphaIn);
  subnet.issuance.account.add(alphaIn);
  subnet.protocolFlow += taoIn;
  subnet.moved.taoInjected.add(taoIn);
  subnet.moved.alphaInjected.add(alphaIn);
  return taoIn + spent;
}

/** TAO that has no place beside alpha buys it for the chain, without a fee. Returns what was spent. */
function spend(subnet: SubnetBooks, excess: number): number {
  const bought = excess > 0 ? alphaBought(poolOf(subnet), excess) : null;
  if (bought === null) return 0;
  subnet.poolTao.add(excess);
  subnet.poolAlpha.add(-bought);
  subnet.protocolAlpha.add(bought);
  subnet.protocolFlow += excess;
  subnet.moved.taoSpent.add(excess);
  subnet.moved.alphaBought.add(bought);
  return excess;
}

/** Pots get whole units; what is cut off stays issued, in no pot. */
function splitAmongPots(rules: NetworkRules, books: Books, subnet: SubnetBooks, alpha: number, sells: boolean): void {
  const { issuance, pending, moved, before } = subnet;
  issuance.account.add(alpha);
  moved.alphaOut.add(alpha);
  const cut = before.ownerCutEnabled ? rules.ownerCut : 0;
  const pots = splitAlphaOut(alpha, cut, rootProportionOf(rules, books, subnet), sells);
  const paid =
    pay(pending.owner, moved.owner, pots.owner) +
    pay(pending.server, moved.server, pots.server) +
    pay(pending.validator, moved.validator, pots.validator) +
    pay(pending.root, moved.root, pots.root);
  const recycled = Math.floor(pots.recycled);
  issuance.account.add(-recycled);
  moved.recycled.add(recycled);
  const dust = alpha - paid - recycled;
  subnet.dustAlpha.add(dust);
  moved.dust.add(dust);
}

function pay(pot: Account, moved: Account, amount: number): number {
  const units = Math.floor(amount);
  pot.add(units);
  moved.add(units);
  return units;
}
