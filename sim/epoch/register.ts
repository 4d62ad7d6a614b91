import { bytes, copyOf, floats } from "../core/arrays.ts";
import { zeros } from "../core/columns.ts";
import { flags } from "../core/matrix.ts";
import { displace } from "../membership/displaced.ts";
import type { Members } from "../membership/contract.ts";
import type { RegistrationState, Uids } from "../registration/contract.ts";
import type { Rules } from "../rules.ts";
import type { Subnet, World } from "../world.ts";
import type { Pay } from "./pay.ts";
import type { Stayed } from "./stay.ts";
import type { Agreed } from "./vote.ts";

/** Who holds which uid after an epoch, and what that cost. */
export interface Places {
  /** members and validators without those whose uid somebody else took */
  readonly members: Members;
  readonly stayed: Stayed;
  readonly ids: readonly string[];
  readonly operatorUid: Int32Array;
  readonly validatorUid: Int32Array;
  /** [n] blocks */
  readonly registeredAt: Float64Array;
  /** uids that changed hands */
  readonly changed: ReadonlySet<number>;
  /** operators whose uid was taken */
  readonly displaced: readonly number[];
  /** uids taken from their holders */
  readonly pruned: number;
  /** [operators] USD paid to register */
  readonly paidUsd: Float64Array;
  readonly state: RegistrationState;
}

/** The subnet's uids as the rule of registration sees them, at the end of an epoch. Validators with a dividend keep theirs. */
export function uidsOf({ ids, operatorUid, validatorUid, registeredAt }: Subnet, pay: Pay, { dividend }: Agreed): Uids {
  const emission = floats(ids.length);
  const protectedUids = bytes(ids.length);
  const { operatorTokens, validatorTokens } = pay;
  for (let o = 0; o < operatorUid.length; o++)
    if (operatorUid[o]! >= 0) emission[operatorUid[o]!]! += operatorTokens[o]!;
  for (let v = 0; v < validatorUid.length; v++) {
    const uid = validatorUid[v]!;
    if (uid < 0) continue;
    emission[uid]! += validatorTokens[v]!;
    if (dividend[v]! > 0) protectedUids[uid] = 1;
  }
  return { taken: flags(ids.length, (uid) => ids[uid] !== ""), emission, registeredAt, protectedUids };
}

/**
 * Uids of those who left are given back, and newcomers register one after the other, each at the price of its turn; whoever
 * loses its uid stops. Source: docs/economy.md, "Registration".
 *
 * @param block end of the epoch
 * @throws RangeError when more newcomers serve than get a uid
 */
export function register(
  rules: Rules,
  world: World,
  block: number,
  uids: Uids,
  usdPerToken: number,
  members: Members,
  stayed: Stayed,
): Places {
  const subnet = world.subnets[0]!;
  const { ids: operatorIds, hardware } = rules.roster.operators;
  const left = members.left.filter((o) => subnet.operatorUid[o]! >= 0);
  const freed = left.map((o) => subnet.operatorUid[o]!);
  const newcomers = members.entered.filter((o) => subnet.operatorUid[o]! < 0);
  const registered = rules.registration.register({
    state: subnet.registration,
    uids: { ...uids, taken: without(uids.taken, freed) },
    block,
    usdPerToken,
    newcomers: newcomers.length,
  });
  if (registered.uids.length < newcomers.length)
    throw new RangeError(
      `epoch ${world.epoch}, registration: ${newcomers.length} newcomers serve, ${registered.uids.length} get a uid`,
    );

  const pruned = registered.uids.filter((uid) => subnet.ids[uid] !== "" && !freed.includes(uid));
  const displaced = holdersOf(subnet.operatorUid, pruned);
  const silenced = holdersOf(subnet.validatorUid, pruned);
  const paidUsd = newcomers.length === 0 ? zeros(operatorIds.length) : floats(operatorIds.length);
  newcomers.forEach((o, k) => (paidUsd[o] = registered.paidUsd[k]!));
  return {
    operatorUid: moved(subnet.operatorUid, [...left, ...displaced], newcomers, registered.uids),
    validatorUid: moved(subnet.validatorUid, silenced),
    members: displace(members, hardware, world.operators.status, displaced),
    stayed: silence(stayed, silenced),
    changed: new Set([...freed, ...registered.uids]),
    displaced,
    pruned: pruned.length,
    paidUsd,
    state: registered.state,
    ...handOver(subnet, freed, newcomers, registered.uids, operatorIds, block),
  };
}

/** The flags without those of some uids. */
function without(taken: Uint8Array, freed: readonly number[]): Uint8Array {
  if (freed.length === 0) return taken;
  const left = copyOf(taken);
  for (const uid of freed) left[uid] = 0;
  return left;
}

/** Participants of a column who hold one of the uids. */
function holdersOf(column: Int32Array, uids: readonly number[]): number[] {
  return uids.map((uid) => column.indexOf(uid)).filter((participant) => participant >= 0);
}

/** Names and blocks of registration by uid, after some were given back and newcomers took theirs. */
function handOver(
  subnet: Subnet,
  freed: readonly number[],
  newcomers: readonly number[],
  uids: readonly number[],
  operatorIds: readonly string[],
  block: number,
): Pick<Places, "ids" | "registeredAt"> {
  if (freed.length === 0 && newcomers.length === 0) return { ids: subnet.ids, registeredAt: subnet.registeredAt };
  const ids = [...subnet.ids];
  const registeredAt = copyOf(subnet.registeredAt);
  for (const uid of freed) ids[uid] = "";
  newcomers.forEach((o, k) => {
    ids[uids[k]!] = operatorIds[o]!;
    registeredAt[uids[k]!] = block;
  });
  return { ids, registeredAt };
}

/** A column of uids without those of some participants, and with those of newcomers. */
function moved(
  column: Int32Array,
  without: readonly number[],
  newcomers: readonly number[] = [],
  uids: readonly number[] = [],
): Int32Array {
  if (without.length === 0 && newcomers.length === 0) return column;
  const next = copyOf(column);
  for (const participant of without) next[participant] = -1;
  newcomers.forEach((participant, k) => (next[participant] = uids[k]!));
  return next;
}

/** Validators without a uid stop for good and unbond, as those that are not paid enough. */
function silence(stayed: Stayed, silenced: readonly number[]): Stayed {
  if (silenced.length === 0) return stayed;
  const next = {
    working: copyOf(stayed.working),
    below: stayed.below,
    stake: copyOf(stayed.stake),
    releasedTokens: copyOf(stayed.releasedTokens),
  };
  for (const v of silenced) {
    next.working[v] = 0;
    next.releasedTokens[v]! += next.stake[v]!;
    next.stake[v] = 0;
  }
  return next;
}
