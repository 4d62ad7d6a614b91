import type { ConsensusResult } from "../consensus/contract.ts";
import { rowOf, sparseFromPairs, type Matrix, type SparseRows } from "../core/matrix.ts";
import type { Rules } from "../rules.ts";
import type { Audited } from "../verification/contract.ts";
import type { Subnet, World } from "../world.ts";
import type { Plan } from "./plan.ts";

/** The subnet's judgement of an epoch, seen from the roster. */
export interface Agreed {
  readonly result: ConsensusResult;
  /** [operators] */
  readonly incentive: Float64Array;
  readonly consensusWeight: Float64Array;
  /** [validators] shares of pay: dividends, or the fallback's shares where there are none */
  readonly dividend: Float64Array;
  readonly validatorTrust: Float64Array;
  readonly memory: Matrix;
  readonly lastUpdate: Float64Array;
}

/** Scores what was found, lets each validator set its row, and runs the subnet's consensus over its uids. */
export function vote(rules: Rules, world: World, plan: Plan, audited: Audited): Agreed {
  const subnet = world.subnets[0]!;
  const mechanism = subnet.mechanisms[0]!;
  const { weights, memory } = rules.scoring.score(audited.estimates, mechanism.memory);
  const block = plan.to;
  const lastUpdate = subnet.lastUpdate.slice();
  const stake = new Float64Array(subnet.ids.length);
  for (let v = 0; v < plan.policies.length; v++) {
    const uid = subnet.validatorUid[v]!;
    if (uid < 0) continue;
    stake[uid] = world.validators.stake[v]!;
    if (world.validators.working[v] === 1) lastUpdate[uid] = block;
  }
  const result = rules.consensus.epoch({
    n: subnet.ids.length,
    block,
    tempo: rules.clock.tempo,
    stake,
    lastUpdate,
    registeredAt: subnet.registeredAt,
    permits: subnet.permits,
    weights: rowsByUid(subnet, plan, weights),
    bonds: mechanism.bonds,
    lastStepBlock: mechanism.lastStepBlock,
    ownerUid: null,
  });
  const byOperator = (values: ArrayLike<number>) =>
    Float64Array.from(subnet.operatorUid, (uid) => (uid < 0 ? 0 : values[uid]!));
  const byValidator = (values: ArrayLike<number>) =>
    Float64Array.from(subnet.validatorUid, (uid) => (uid < 0 ? 0 : values[uid]!));
  return {
    result,
    memory,
    lastUpdate,
    incentive: byOperator(result.incentive),
    consensusWeight: byOperator(result.consensusWeight),
    dividend: byValidator(result.fallback?.shares ?? result.dividend),
    validatorTrust: byValidator(result.validatorTrust),
  };
}

/** [validators, operators] weights and policies as sparse rows over uids; only serving miners are given weight. */
function rowsByUid(subnet: Subnet, plan: Plan, scored: Matrix): SparseRows {
  const n = subnet.ids.length;
  const rows: [number, number][][] = Array.from({ length: n }, () => []);
  for (let v = 0; v < plan.policies.length; v++) {
    const uid = subnet.validatorUid[v]!;
    if (uid < 0) continue;
    const row = plan.policies[v]!.row ?? rowOf(scored, v);
    for (let o = 0; o < row.length; o++) {
      const column = subnet.operatorUid[o]!;
      if (row[o]! > 0 && column >= 0 && plan.work.serving[o] === 1) rows[uid]!.push([column, row[o]!]);
    }
    rows[uid]!.sort((a, b) => a[0] - b[0]);
  }
  return sparseFromPairs(rows, n);
}
