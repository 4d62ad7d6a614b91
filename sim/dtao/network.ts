import { LEAST_WEIGHT } from "../core/balancer.ts";
import { OWNER_CUT } from "./coinbase.ts";
import type { MovingPriceRule } from "./movingPrice.ts";
import type { ShareRule } from "./shares.ts";

/** What is the same for all subnets. */
export interface NetworkRules {
  /** w: what TAO on root counts beside alpha */
  readonly rootTaoWeight: number;
  /** owner's part of alpha for participants, fraction */
  readonly ownerCut: number;
  readonly movingPrice: MovingPriceRule;
  readonly shares: ShareRule;
}

/** The rules and values of the chain. */
export const chainRules: NetworkRules = {
  rootTaoWeight: 0.18,
  ownerCut: OWNER_CUT,
  movingPrice: { movingAlpha: 3e-6, halvingBlocks: 201_600 },
  shares: { kind: "price" },
};

/** Alpha that waits for a subnet's epoch, units. */
export interface Pending {
  readonly owner: bigint;
  readonly server: bigint;
  readonly validator: bigint;
  readonly root: bigint;
}

/** One subnet between two blocks. Amounts are units; alpha issued is in the pool or in one of the places named here. */
export interface SubnetState {
  readonly netuid: number;
  /** block in which the owner started it, null before; without it nothing is emitted */
  readonly startBlock: number | null;
  /** whether neurons may register; without it nothing is emitted */
  readonly registrationOpen: boolean;
  /** whether it gets TAO; its alpha is minted either way */
  readonly taoEnabled: boolean;
  readonly ownerCutEnabled: boolean;
  /** fraction of the last epoch's pay of miners that went to hotkeys of the owner */
  readonly minerBurned: number;
  /** average price, TAO per alpha */
  readonly emaPrice: number;
  /** TAO since the last block that users and the chain brought in less what they took out, and their averages, units */
  readonly userFlow: number;
  readonly userFlowEma: number;
  readonly protocolFlow: number;
  readonly protocolFlowEma: number;

  readonly poolTao: bigint;
  readonly poolAlpha: bigint;
  /** weight of TAO in the pool, fraction */
  readonly poolTaoWeight: number;

  /** alpha minted so far less recycled */
  readonly alphaIssuance: bigint;
  /** alpha of stakers */
  readonly heldAlpha: bigint;
  /** alpha that the chain bought: nobody's */
  readonly protocolAlpha: bigint;
  readonly pending: Pending;
  /** alpha lost when pots were cut to whole units: issued, and in no pot */
  readonly dustAlpha: bigint;
}

/** All subnets but root, and TAO, between two blocks. */
export interface NetworkState {
  /** the last block that was played */
  readonly block: number;
  /** TAO minted so far less recycled, units */
  readonly taoIssuance: bigint;
  /** TAO in no pool, units */
  readonly taoOutside: bigint;
  /** the part of it that is staked on root */
  readonly rootTao: bigint;
  readonly subnets: readonly SubnetState[];
}

/** Whether a subnet is emitted to. */
export function isEligible({ startBlock, registrationOpen }: SubnetState): boolean {
  return startBlock !== null && registrationOpen;
}

/**
 * Refuses a state that no block can follow: amounts below 0, weights out of bounds, a netuid twice, alpha or TAO that is in more
 * or fewer places than were issued.
 *
 * @throws RangeError that names the subnet, what was found and what would be right
 */
export function checkNetwork(state: NetworkState): void {
  const netuids = state.subnets.map(({ netuid }) => netuid);
  if (new Set(netuids).size !== netuids.length)
    throw new RangeError(`network: netuids are ${netuids.join(", ")}; expected each once`);
  if (!Number.isSafeInteger(state.block) || state.block < 0)
    throw new RangeError(`network: block is ${state.block}; expected a whole number, 0 or more`);
  notNegative("network", {
    taoIssuance: state.taoIssuance,
    taoOutside: state.taoOutside,
    rootTao: state.rootTao,
  });
  if (state.rootTao > state.taoOutside)
    throw new RangeError(
      `network: ${state.rootTao} units of TAO on root; expected at most the ${state.taoOutside} outside`,
    );
  for (const subnet of state.subnets) checkSubnet(subnet, state.block);
  checkClosed(state);
}

function checkSubnet(subnet: SubnetState, block: number): void {
  const where = `subnet ${subnet.netuid}`;
  const { poolTao, poolAlpha, alphaIssuance, heldAlpha, protocolAlpha, dustAlpha, pending } = subnet;
  notNegative(where, { poolTao, poolAlpha, alphaIssuance, heldAlpha, protocolAlpha, dustAlpha, ...pending });
  const { poolTaoWeight, minerBurned, emaPrice, startBlock } = subnet;
  const expected = (name: string, found: unknown, right: string): never => {
    throw new RangeError(`${where}: ${name} is ${String(found)}; expected ${right}`);
  };
  if (!(poolTaoWeight >= LEAST_WEIGHT && 1 - poolTaoWeight >= LEAST_WEIGHT))
    expected("poolTaoWeight", poolTaoWeight, `a fraction, ${LEAST_WEIGHT} or more away from 0 and 1`);
  if (!(minerBurned >= 0 && minerBurned <= 1)) expected("minerBurned", minerBurned, "a fraction");
  if (!(emaPrice >= 0 && emaPrice < Infinity)) expected("emaPrice", emaPrice, "0 or more");
  if (startBlock !== null && !(Number.isSafeInteger(startBlock) && startBlock >= 0 && startBlock <= block))
    expected("startBlock", startBlock, `null, or a block up to ${block}`);
  const { userFlow, userFlowEma, protocolFlow, protocolFlowEma } = subnet;
  for (const [name, flow] of Object.entries({ userFlow, userFlowEma, protocolFlow, protocolFlowEma }))
    if (!Number.isFinite(flow)) expected(name, flow, "a number");
}

function notNegative(where: string, amounts: Readonly<Record<string, bigint>>): void {
  for (const [name, units] of Object.entries(amounts))
    if (units < 0n) throw new RangeError(`${where}: ${name} is ${units} units; expected 0 or more`);
}

/** TAO and each alpha: what was issued is in the places of the state, to the unit. */
function checkClosed({ taoIssuance, taoOutside, subnets }: NetworkState): void {
  const tao = subnets.reduce((total, { poolTao }) => total + poolTao, taoOutside);
  if (tao !== taoIssuance)
    throw new RangeError(`network: ${tao} units of TAO in pools and outside; expected the ${taoIssuance} issued`);
  for (const { netuid, alphaIssuance, poolAlpha, heldAlpha, protocolAlpha, pending, dustAlpha } of subnets) {
    const waiting = pending.owner + pending.server + pending.validator + pending.root;
    const alpha = poolAlpha + heldAlpha + protocolAlpha + waiting + dustAlpha;
    if (alpha !== alphaIssuance)
      throw new RangeError(
        `subnet ${netuid}: ${alpha} units of alpha in the pool and outside; expected the ${alphaIssuance} issued`,
      );
  }
}
