import { filterRows, type Matrix, type SparseRows } from "../core/matrix.ts";
import type { Rules } from "../rules.ts";
import type { Subnet, World } from "../world.ts";
import type { Settlements } from "./settle.ts";

/** The world of the next epoch: what changed is new, what did not is shared. */
export function advance(rules: Rules, world: World, all: Settlements): World {
  const { plan, pay, emitted, served, traded, stayed, members, books, agreed } = all;
  return {
    epoch: world.epoch + 1,
    block: plan.to,
    token: {
      issuance: world.token.issuance + pay.mintedTokens - books.recycledTokens,
      shadowIssuance: world.token.shadowIssuance + emitted.untapered - books.recycledTokens,
      supply: books.supply,
      lastRecycled: books.recycledTokens,
      lastRevenueUsd: served.routed.usdPerRequest * served.routed.served.reduce((a, b) => a + b, 0),
    },
    market: traded.cleared.state,
    operators: { ...members.standing, usd: books.operatorUsd, tokens: books.operatorTokens, owedSteps: plan.owedSteps },
    validators: {
      working: stayed.working,
      below: stayed.below,
      stake: stayed.stake,
      releasedTokens: stayed.releasedTokens,
      tokens: books.validatorTokens,
      usd: books.validatorUsd,
    },
    beliefs: served.beliefs,
    accounts: books.accounts,
    subnets: [advanceSubnet(rules, world.subnets[0]!, all, agreed.memory), ...world.subnets.slice(1)],
  };
}

function advanceSubnet(
  rules: Rules,
  subnet: Subnet,
  { plan, agreed, members, stayed }: Settlements,
  memory: Matrix,
): Subnet {
  const published = agreed.incentive.some((share) => share > 0);
  const slots = reassign(rules, subnet, members.left, members.entered, plan.to);
  const forgotten = new Set(slots.changed);
  const silent = new Set(subnet.validatorUid.filter((_, v) => stayed.working[v] !== 1));
  return {
    ids: slots.ids,
    operatorUid: slots.operatorUid,
    validatorUid: subnet.validatorUid,
    registeredAt: slots.registeredAt,
    lastUpdate: agreed.lastUpdate.map((block, uid) => (forgotten.has(uid) ? plan.to : block)),
    permits: agreed.result.permits.map((permit, uid) => (forgotten.has(uid) || silent.has(uid) ? 0 : permit)),
    mechanisms: [
      {
        bonds: dropBonds(agreed.result.bonds, forgotten, silent),
        memory: forget(memory, members.left, stayed.working),
        consensusWeight: published ? agreed.consensusWeight : subnet.mechanisms[0]!.consensusWeight,
        lastStepBlock: plan.to,
      },
      ...subnet.mechanisms.slice(1),
    ],
    reputation: published ? agreed.incentive : subnet.reputation,
  };
}

/** Bonds of and towards uids that changed hands, and those of validators that stopped, are dropped. */
function dropBonds(bonds: SparseRows, forgotten: ReadonlySet<number>, silent: ReadonlySet<number>): SparseRows {
  if (forgotten.size === 0 && silent.size === 0) return bonds;
  return filterRows(bonds, (i, j) => !forgotten.has(i) && !silent.has(i) && !forgotten.has(j));
}

/** Slots of those who left are freed; newcomers without one take the lowest free slot. */
function reassign(
  { roster }: Rules,
  subnet: Subnet,
  left: readonly number[],
  entered: readonly number[],
  block: number,
) {
  const ids = [...subnet.ids];
  const operatorUid = subnet.operatorUid.slice();
  const registeredAt = subnet.registeredAt.slice();
  const changed: number[] = [];
  for (const o of left) {
    changed.push(operatorUid[o]!);
    ids[operatorUid[o]!] = "";
    operatorUid[o] = -1;
  }
  for (const o of entered) {
    if (operatorUid[o]! >= 0) continue;
    const uid = ids.indexOf("");
    ids[uid] = roster.operators.ids[o]!;
    operatorUid[o] = uid;
    registeredAt[uid] = block;
    changed.push(uid);
  }
  return { ids, operatorUid, registeredAt, changed };
}

/** What was remembered of miners that left, and by validators that stopped, is forgotten. */
function forget(memory: Matrix, left: readonly number[], working: Uint8Array): Matrix {
  if (left.length === 0 && working.every((w) => w === 1)) return memory;
  const data = memory.data.slice();
  for (let v = 0; v < memory.rows; v++) {
    if (working[v] !== 1) data.fill(NaN, v * memory.cols, (v + 1) * memory.cols);
    for (const o of left) data[v * memory.cols + o] = NaN;
  }
  return { ...memory, data };
}
