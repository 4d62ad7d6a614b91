import { sameLength } from "../core/check.ts";
import type { Vec } from "../core/matrix.ts";

/** What decides whose uid a newcomer gets in a full subnet. All [n] by uid. */
export interface Pruning {
  /** E: combined emission of the last epoch, as miner and as validator */
  readonly emission: Vec;
  /** block of registration */
  readonly registeredAt: Vec;
  /** 1 for uids that nobody can take, such as the owner's; they count neither as immune nor as open to pruning */
  readonly protectedUids: Vec;
  readonly block: number;
  /** blocks after its registration in which a uid is immune */
  readonly immunityBlocks: number;
  /** uids that must stay open to pruning: immune ones are taken where there are no more than these */
  readonly minNonImmune: number;
}

/**
 * The uid that a newcomer replaces: lowest emission, then earliest registration, then lowest uid, among those that are not
 * immune while they are more than the floor, else among the immune.
 *
 * @returns null where nobody may be replaced
 * @throws RangeError when the columns differ in length
 * Source: docs/economy.md, "Registration"; opentensor/subtensor, `get_neuron_to_prune`.
 */
export function uidToPrune(pruning: Pruning): number | null {
  const { emission, registeredAt, protectedUids, minNonImmune } = pruning;
  sameLength("uidToPrune", emission, "emission", registeredAt, "registeredAt");
  sameLength("uidToPrune", emission, "emission", protectedUids, "protectedUids");
  const before = (a: number, b: number) =>
    emission[a]! !== emission[b]! ? emission[a]! < emission[b]! : registeredAt[a]! < registeredAt[b]!;
  let exposed = 0;
  let lowestExposed: number | null = null;
  let lowestImmune: number | null = null;
  for (let uid = 0; uid < emission.length; uid++) {
    if (protectedUids[uid] === 1) continue;
    if (isImmune(pruning, uid)) {
      if (lowestImmune === null || before(uid, lowestImmune)) lowestImmune = uid;
    } else {
      exposed += 1;
      if (lowestExposed === null || before(uid, lowestExposed)) lowestExposed = uid;
    }
  }
  return exposed > minNonImmune ? lowestExposed : lowestImmune;
}

/** How many newcomers could replace somebody, one after the other at one block and none of them each other. */
export function prunableUids(pruning: Pruning): number {
  let exposed = 0;
  let immune = 0;
  for (let uid = 0; uid < pruning.emission.length; uid++) {
    if (pruning.protectedUids[uid] === 1) continue;
    if (isImmune(pruning, uid)) immune += 1;
    else exposed += 1;
  }
  return Math.max(0, exposed - pruning.minNonImmune) + immune;
}

function isImmune({ registeredAt, block, immunityBlocks }: Pruning, uid: number): boolean {
  return block - registeredAt[uid]! < immunityBlocks;
}
