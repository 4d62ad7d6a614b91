import type { NetworkState, SubnetState } from "./network.ts";

/** Transfers of a span of blocks in one subnet, units. */
export const transferNames = [
  "taoInjected", // minted into the pool beside alpha
  "taoSpent", // minted into the pool to buy alpha
  "alphaInjected", // minted into the pool
  "alphaBought", // from the pool to the chain
  "alphaOut", // minted for participants; the six below are where it went
  "owner",
  "server",
  "validator",
  "root",
  "recycled", // root's, where root may not sell
  "dust",
] as const;

export type TransferName = (typeof transferNames)[number];

/** What moved in a subnet during a span. */
export type SubnetMoved = Readonly<Record<TransferName, bigint>> & { readonly netuid: number };

/** What moved in a span of blocks. */
export interface Moved {
  /** TAO of the schedule for which no subnet had a use, units */
  readonly taoUnminted: bigint;
  /** in the order of the state's subnets */
  readonly subnets: readonly SubnetMoved[];
}

/**
 * Refuses a span whose balances did not change by what moved: each transfer is counted where it happens, apart from the balances.
 *
 * @throws Error that names the balance and both amounts
 */
export function checkMoved(before: NetworkState, after: NetworkState, { subnets: moved }: Moved): void {
  const minted = moved.reduce((total, { taoInjected, taoSpent }) => total + taoInjected + taoSpent, 0n);
  same("TAO issued", after.taoIssuance - before.taoIssuance, minted);
  same("TAO outside", after.taoOutside - before.taoOutside, 0n);
  moved.forEach((one, k) => checkSubnetMoved(before.subnets[k]!, after.subnets[k]!, one));
}

function checkSubnetMoved(before: SubnetState, after: SubnetState, moved: SubnetMoved): void {
  const changed = (what: string, amount: (subnet: SubnetState) => bigint, expected: bigint) =>
    same(`subnet ${before.netuid}, ${what}`, amount(after) - amount(before), expected);
  const { owner, server, validator, root, recycled, dust } = moved;
  const kept = owner + server + validator + root + dust;
  same(`subnet ${before.netuid}, alpha for participants`, kept + recycled, moved.alphaOut);
  changed("TAO in the pool", ({ poolTao }) => poolTao, moved.taoInjected + moved.taoSpent);
  changed("alpha in the pool", ({ poolAlpha }) => poolAlpha, moved.alphaInjected - moved.alphaBought);
  changed("alpha of the chain", ({ protocolAlpha }) => protocolAlpha, moved.alphaBought);
  changed("alpha of stakers", ({ heldAlpha }) => heldAlpha, 0n);
  changed("alpha issued", ({ alphaIssuance }) => alphaIssuance, moved.alphaInjected + kept);
  changed("pending owner", ({ pending }) => pending.owner, owner);
  changed("pending server", ({ pending }) => pending.server, server);
  changed("pending validator", ({ pending }) => pending.validator, validator);
  changed("pending root", ({ pending }) => pending.root, root);
  changed("dust", ({ dustAlpha }) => dustAlpha, dust);
}

function same(what: string, changed: bigint, expected: bigint): void {
  if (changed !== expected) throw new Error(`${what}: changed by ${changed} units; expected ${expected}, which moved`);
}
