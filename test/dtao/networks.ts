import type { NetworkState, SubnetState } from "../../sim/dtao/network.ts";

/** Whole units of an amount of tokens. */
export const units = (tokens: number): bigint => BigInt(Math.round(tokens * 1e9));

/** A subnet that closes: all alpha outside its pool is held by stakers. */
export function subnetWith(
  netuid: number,
  tokens: { readonly tao: number; readonly alpha: number; readonly held?: number },
  more: Partial<SubnetState> = {},
): SubnetState {
  const [poolAlpha, heldAlpha] = [units(tokens.alpha), units(tokens.held ?? 0)];
  return {
    netuid,
    startBlock: 0,
    registrationOpen: true,
    taoEnabled: true,
    ownerCutEnabled: true,
    minerBurned: 0,
    emaPrice: 0,
    userFlow: 0,
    userFlowEma: 0,
    protocolFlow: 0,
    protocolFlowEma: 0,
    poolTao: units(tokens.tao),
    poolAlpha,
    poolTaoWeight: 0.5,
    alphaIssuance: poolAlpha + heldAlpha,
    heldAlpha,
    protocolAlpha: 0n,
    pending: { owner: 0n, server: 0n, validator: 0n, root: 0n },
    dustAlpha: 0n,
    ...more,
  };
}

/** A network that closes. */
export function networkOf(
  subnets: readonly SubnetState[],
  { root = 6e6, free = 3e6, block = 0 }: { root?: number; free?: number; block?: number } = {},
): NetworkState {
  const taoOutside = units(root) + units(free);
  const pools = subnets.reduce((total, { poolTao }) => total + poolTao, 0n);
  return { block, taoIssuance: taoOutside + pools, taoOutside, rootTao: units(root), subnets };
}

/** A small old subnet and a young one: prices 0.02 and 0.05 TAO per alpha. */
export const twoSubnets = (): NetworkState =>
  networkOf([
    subnetWith(1, { tao: 20_000, alpha: 1_000_000, held: 1_200_000 }, { emaPrice: 0.02 }),
    subnetWith(2, { tao: 5_000, alpha: 100_000, held: 10_000 }, { emaPrice: 0.05 }),
  ]);
