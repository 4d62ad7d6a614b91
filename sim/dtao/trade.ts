import { checkNetwork, type NetworkState, type Pending, type SubnetState } from "./network.ts";
import { alphaBought, taoFetched } from "./pool.ts";

/** Fee of a trade, off what is paid in: 0.05 percent in steps of a u16. It goes to the block's author, outside the pool. */
const FEE_U16 = 33n;
const U16_MAX = 65_535n;

/** A trade: the state after it, what left the pool for the trader, and the fee, units. */
export interface Traded {
  readonly state: NetworkState;
  readonly received: bigint;
  readonly fee: bigint;
}

/**
 * A user's TAO buys alpha, which is staked.
 *
 * @param paid units of TAO, the fee with them; at most what is outside the pools and not on root
 * @throws RangeError for a subnet that is not there, more TAO than there is, or a pool that refuses
 * Source: docs/dtao.md, equation 9.
 */
export function buyAlpha(state: NetworkState, netuid: number, paid: bigint): Traded {
  checkNetwork(state);
  const subnet = subnetOf("buyAlpha", state, netuid);
  const free = state.taoOutside - state.rootTao;
  if (paid < 0n || paid > free)
    throw new RangeError(`buyAlpha: ${paid} units of TAO; expected 0 to ${free}, which are free`);
  const { fee, net } = lessFee(paid);
  const bought = alphaBought(poolOf(subnet), Number(net));
  if (bought === null) throw new RangeError(`buyAlpha: the pool of subnet ${netuid} refuses ${net} units of TAO`);
  const received = BigInt(bought);
  const after: SubnetState = {
    ...subnet,
    poolTao: subnet.poolTao + net,
    poolAlpha: subnet.poolAlpha - received,
    heldAlpha: subnet.heldAlpha + received,
    userFlow: subnet.userFlow + Number(net),
  };
  return { state: withSubnet({ ...state, taoOutside: state.taoOutside - net }, after), received, fee };
}

/**
 * A staker's alpha is sold for TAO.
 *
 * @param paid units of alpha, the fee with them; at most what stakers hold
 * @throws RangeError for a subnet that is not there, more alpha than stakers hold, or a pool that refuses
 * Source: docs/dtao.md, equation 9.
 */
export function sellAlpha(state: NetworkState, netuid: number, paid: bigint): Traded {
  checkNetwork(state);
  const subnet = subnetOf("sellAlpha", state, netuid);
  if (paid < 0n || paid > subnet.heldAlpha)
    throw new RangeError(`sellAlpha: ${paid} units of alpha; expected 0 to ${subnet.heldAlpha}, which stakers hold`);
  const { fee, net } = lessFee(paid);
  const fetched = taoFetched(poolOf(subnet), Number(net));
  if (fetched === null) throw new RangeError(`sellAlpha: the pool of subnet ${netuid} refuses ${net} units of alpha`);
  const received = BigInt(fetched);
  const after: SubnetState = {
    ...subnet,
    poolTao: subnet.poolTao - received,
    poolAlpha: subnet.poolAlpha + net,
    heldAlpha: subnet.heldAlpha - net,
    userFlow: subnet.userFlow - fetched,
  };
  return { state: withSubnet({ ...state, taoOutside: state.taoOutside + received }, after), received, fee };
}

/**
 * A subnet's epoch takes what waits: the pots are empty, and who gets it holds it from now on.
 *
 * @returns the new state, and the pots as they were
 * @throws RangeError for a subnet that is not there
 * Source: docs/dtao.md, "Pots".
 */
export function drainPending(
  state: NetworkState,
  netuid: number,
): { readonly state: NetworkState; readonly drained: Pending } {
  checkNetwork(state);
  const subnet = subnetOf("drainPending", state, netuid);
  const { owner, server, validator, root } = subnet.pending;
  const after: SubnetState = {
    ...subnet,
    heldAlpha: subnet.heldAlpha + owner + server + validator + root,
    pending: { owner: 0n, server: 0n, validator: 0n, root: 0n },
  };
  return { state: withSubnet(state, after), drained: subnet.pending };
}

function lessFee(paid: bigint): { readonly fee: bigint; readonly net: bigint } {
  const fee = (paid * FEE_U16) / U16_MAX;
  return { fee, net: paid - fee };
}

const poolOf = ({ poolTao, poolAlpha, poolTaoWeight }: SubnetState) => ({
  tao: Number(poolTao),
  alpha: Number(poolAlpha),
  taoWeight: poolTaoWeight,
});

function subnetOf(where: string, { subnets }: NetworkState, netuid: number): SubnetState {
  const subnet = subnets.find((one) => one.netuid === netuid);
  if (subnet) return subnet;
  throw new RangeError(`${where}: no subnet ${netuid}; expected one of ${subnets.map((one) => one.netuid).join(", ")}`);
}

function withSubnet(state: NetworkState, after: SubnetState): NetworkState {
  return { ...state, subnets: state.subnets.map((one) => (one.netuid === after.netuid ? after : one)) };
}
