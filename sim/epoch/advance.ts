import { bytes, copyOf } from "../core/arrays.ts";
import type { Kept } from "../consensus/contract.ts";
import { keepPairs } from "../core/keep.ts";
import { sum, type Matrix, type SparseRows } from "../core/matrix.ts";
import type { Memories } from "../scoring/contract.ts";
import type { CommittedRows, Subnet, World } from "../world.ts";
import { revenueOf } from "./serve.ts";
import type { Settlements } from "./settle.ts";
import type { Traded } from "./trade.ts";

/** The world of the next epoch: what changed is new, what did not is shared. */
export function advance(world: World, all: Settlements): World {
  const { plan, pay, vested, emitted, served, closed, traded, stayed, members, books, experienced, uploads } = all;
  return {
    epoch: world.epoch + 1,
    block: plan.to,
    token: {
      issuance: world.token.issuance + books.mintedTokens - books.recycledTokens,
      shadowIssuance: world.token.shadowIssuance + shadowMinted(all) - (books.recycledTokens - pay.recycledTokens),
      minted: world.token.minted + pay.mintedTokens + pay.recycledTokens + pay.burnedTokens,
      shadowMinted: world.token.shadowMinted + emitted.untapered,
      emissionMemory: emitted.memory,
      taperMemory: emitted.taperMemory,
      supply: books.supply,
      lastRecycled: books.recycledTokens,
      // Pay that validators burn was never anybody's: no schedule gives it back.
      lastBurned: books.burnedTokens - pay.burnedTokens,
      lastRevenueUsd: revenueOf(served),
      lastUsersUsd: usersUsd(traded),
    },
    market: traded.cleared.state,
    settlementMemory: closed.memory,
    marketMemory: served.routed.memory,
    verificationMemory: all.verificationMemory,
    operators: {
      ...world.operators,
      ...members.standing,
      usd: books.operatorUsd,
      tokens: books.operatorTokens,
      bondUsd: all.bonds.heldUsd,
      receivedTokens: closed.receivedTokens,
      vestingTokens: vested.schedule,
      owedSteps: plan.owedSteps,
      conduct: all.conduct,
      ...experienced,
      ...uploads,
    },
    validators: {
      working: stayed.working,
      below: stayed.below,
      stake: stayed.stake,
      releasedTokens: stayed.releasedTokens,
      tokens: books.validatorTokens,
      usd: books.validatorUsd,
    },
    beliefs: served.beliefs,
    customers: served.customers,
    servedEver: world.servedEver + sum(served.routed.served),
    accounts: books.accounts,
    subnets: [advanceSubnet(world.subnets[0]!, all), ...world.subnets.slice(1)],
  };
}

/** What the untapered schedule would have added to the issuance. */
const shadowMinted = ({ emitted, pay }: Settlements) =>
  emitted.untapered + emitted.injected.untaperedTokens - pay.untaperedRecycled;

/** USD that all but the chain and root brought to the token market less what they took out. */
function usersUsd({ purchases, operators, validators }: Traded): number {
  const paid = purchases.reduce((all, { payer, usd }) => (payer === "chain" ? all : all + usd), 0);
  return paid - sum(operators.proceedsUsd) - sum(validators.proceedsUsd);
}

function advanceSubnet(subnet: Subnet, { plan, agreed, members, places, stayed }: Settlements): Subnet {
  const { changed: forgotten, displaced } = places;
  const silent = new Set(subnet.validatorUid.filter((_, v) => stayed.working[v] !== 1));
  return {
    ids: places.ids,
    operatorUid: places.operatorUid,
    validatorUid: places.validatorUid,
    registeredAt: places.registeredAt,
    registration: places.state,
    lastUpdate: replaced(agreed.lastUpdate, [forgotten], plan.to),
    permits: replaced(agreed.result.permits, [forgotten, silent], 0),
    mechanisms: agreed.mechanisms.map(({ result, commits, memory, consensusWeight }, m) => ({
      bonds: dropPairs(result.bonds, forgotten, silent),
      kept: dropKept(result.kept, forgotten, silent),
      memory: forgetAll(memory, [...members.left, ...displaced], stayed.working),
      consensusWeight: without(
        anyPaid(result.incentive) ? consensusWeight : subnet.mechanisms[m]!.consensusWeight,
        displaced,
      ),
      lastStepBlock: plan.to,
      commits: commits.map((commit) => lose(commit, forgotten, silent)),
    })),
    reputation: without(anyPaid(agreed.incentive) ? agreed.incentive : subnet.reputation, displaced),
  };
}

/** What found no miner is not published. */
function anyPaid(incentive: Float64Array): boolean {
  for (let i = 0; i < incentive.length; i++) if (incentive[i]! > 0) return true;
  return false;
}

/** A column over uids with another value for some of them. */
function replaced<Column extends Float64Array | Uint8Array>(
  column: Column,
  uids: readonly ReadonlySet<number>[],
  value: number,
): Column {
  if (uids.every(({ size }) => size === 0)) return column;
  const next = copyOf(column) as Column;
  for (const some of uids) for (const uid of some) if (uid >= 0) next[uid] = value;
  return next;
}

/** Bonds, weights and other entries by uid, without those of and towards uids that changed hands and of validators that stopped. */
function dropPairs(pairs: SparseRows, forgotten: ReadonlySet<number>, silent: ReadonlySet<number>): SparseRows {
  if (forgotten.size === 0 && silent.size === 0) return pairs;
  const [rows, columns] = [bytes(pairs.rows).fill(1), bytes(pairs.cols).fill(1)];
  for (const uid of forgotten) rows[uid] = columns[uid] = 0;
  for (const uid of silent) rows[uid] = 0;
  return keepPairs(pairs, rows, columns);
}

/** A commit with the uids marked that changed hands, and those of validators that stopped: its hashes are of all its weights. */
function lose(commit: CommittedRows, forgotten: ReadonlySet<number>, silent: ReadonlySet<number>): CommittedRows {
  if (forgotten.size === 0 && silent.size === 0) return commit;
  return { ...commit, lost: commit.lost.map((was, uid) => (forgotten.has(uid) || silent.has(uid) ? 1 : was)) };
}

/** The same for what the consensus rule looks back at. */
function dropKept(kept: Kept | null, forgotten: ReadonlySet<number>, silent: ReadonlySet<number>): Kept | null {
  if (kept === null) return null;
  return {
    weights: dropPairs(kept.weights, forgotten, silent),
    consensusWeight: kept.consensusWeight.map((c, uid) => (forgotten.has(uid) ? 0 : c)),
  };
}

/** A column over operators, 0 for those whose uid was taken: they may come back, as nobody knows them. */
function without(column: Float64Array, displaced: readonly number[]): Float64Array {
  return displaced.length === 0 ? column : column.map((value, o) => (displaced.includes(o) ? 0 : value));
}

const forgetAll = (memory: Memories, unplaced: readonly number[], working: Uint8Array): Memories =>
  Object.fromEntries(Object.entries(memory).map(([name, all]) => [name, forget(all, unplaced, working)]));

/** What was remembered of miners without the uid that they had, and by validators that stopped, is forgotten. */
function forget(memory: Matrix, unplaced: readonly number[], working: Uint8Array): Matrix {
  if (unplaced.length === 0 && working.every((w) => w === 1)) return memory;
  const data = copyOf(memory.data);
  for (let v = 0; v < memory.rows; v++) {
    if (working[v] !== 1) data.fill(NaN, v * memory.cols, (v + 1) * memory.cols);
    for (const o of unplaced) data[v * memory.cols + o] = NaN;
  }
  return { rows: memory.rows, cols: memory.cols, data };
}
