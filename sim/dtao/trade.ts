import { checkNetwork, type NetworkState, type Pending, type SubnetState } from "./network.ts";
import { swapAlpha, swapTao, type Swap } from "./swap.ts";

/** A trade: the state after it, what joined the pool, what left it for the trader, and the fee, units. */
export interface Traded extends Swap {
  readonly state: NetworkState;
}

/**
 * A user's TAO buys alpha, which is staked.
 *
 * @param paid  units of TAO, the fee with them; at most what is outside the pools and not on root
 * @param limit TAO per alpha that the price may not pass: what is left of the order then is not paid
 * @throws RangeError for a subnet that is not there, more TAO than there is, or a pool that refuses
 * Source: docs/dtao.md, equation 9.
 */
export function buyAlpha(state: NetworkState, netuid: number, paid: bigint, limit = Infinity): Traded {
  checkNetwork(state);
  const subnet = subnetOf("buyAlpha", state, netuid);
  const free = state.taoOutside - state.rootTao;
  if (paid < 0n || paid > free)
    throw new RangeError(`buyAlpha: ${paid} units of TAO; expected 0 to ${free}, which are free`);
  const swap = swapTao(poolOf(subnet), paid, limit);
  if (swap === null) throw new RangeError(`buyAlpha: the pool of subnet ${netuid} refuses ${paid} units of TAO`);
  const { net, received } = swap;
  const after: SubnetState = {
    ...subnet,
    poolTao: subnet.poolTao + net,
    poolAlpha: subnet.poolAlpha - received,
    heldAlpha: subnet.heldAlpha + received,
    userFlow: subnet.userFlow + Number(net),
  };
  return { state: withSubnet({ ...state, taoOutside: state.taoOutside - net }, after), ...swap };
}

/**
 * A staker's alpha is sold for TAO.
 *
 * @param paid  units of alpha, the fee with them; at most what stakers hold
 * @param limit TAO per alpha that the price may not fall below: what is left of the order then is not paid
 * @throws RangeError for a subnet that is not there, more alpha than stakers hold, or a pool that refuses
 * Source: docs/dtao.md, equation 9.
 */
export function sellAlpha(state: NetworkState, netuid: number, paid: bigint, limit = 0): Traded {
  checkNetwork(state);
  const subnet = subnetOf("sellAlpha", state, netuid);
  if (paid < 0n || paid > subnet.heldAlpha)
    throw new RangeError(`sellAlpha: ${paid} units of alpha; expected 0 to ${subnet.heldAlpha}, which stakers hold`);
  const swap = swapAlpha(poolOf(subnet), paid, limit);
  if (swap === null) throw new RangeError(`sellAlpha: the pool of subnet ${netuid} refuses ${paid} units of alpha`);
  const { net, received } = swap;
  const after: SubnetState = {
    ...subnet,
    poolTao: subnet.poolTao - received,
    poolAlpha: subnet.poolAlpha + net,
    heldAlpha: subnet.heldAlpha - net,
    userFlow: subnet.userFlow - Number(received),
  };
  return { state: withSubnet({ ...state, taoOutside: state.taoOutside + received }, after), ...swap };
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
