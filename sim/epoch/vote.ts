import { bytes, copyOf, floats } from "../core/arrays.ts";
import type { ConsensusResult } from "../consensus/contract.ts";
import { isNothing, zeros } from "../core/columns.ts";
import { emptyRows, sum, type SparseRows } from "../core/matrix.ts";
import type { Rules } from "../rules.ts";
import type { Memories } from "../scoring/contract.ts";
import { storageIndex } from "../subnet/commitHash.ts";
import { combineMechanisms, type CombinedResult } from "../subnet/mechanisms.ts";
import type { CommittedRows, Subnet, World } from "../world.ts";
import { burnedShare } from "./burnedShare.ts";
import { scoringInput, type Judgeable } from "./scoringInput.ts";
import { reveal, revealsOf, shownBy, submittedRows } from "./submit.ts";

/** The subnet's judgement of an epoch, seen from the roster. */
export interface Agreed {
  readonly mechanisms: readonly Judged[];
  /** of all mechanisms together, over uids */
  readonly result: Together;
  /** [operators] */
  readonly incentive: Float64Array;
  readonly consensusWeight: Float64Array;
  /** [validators] shares of pay: dividends, or the fallback's shares where there are none */
  readonly dividend: Float64Array;
  readonly validatorTrust: Float64Array;
  readonly lastUpdate: Float64Array;
  /** share of miners' pay that is burned */
  readonly burnedShare: number;
}

/** What mechanisms say together, as far as an epoch needs it. */
type Together = Omit<CombinedResult, "server" | "validator">;

/** What one mechanism made of an epoch. */
export interface Judged {
  readonly result: ConsensusResult;
  readonly memory: Memories;
  /** [operators] */
  readonly consensusWeight: Float64Array;
  readonly commits: readonly CommittedRows[];
  /** [validators] 1 where the run had weights of it */
  readonly revealed: Uint8Array;
  /** share of miners' pay that its validators burn */
  readonly burnedShare: number;
}

/**
 * Scores what was found, lets each validator set its row or commit to it, and runs the subnet's consensus over its uids; once a
 * mechanism, where there are several.
 */
export function vote(rules: Rules, world: World, epoch: Judgeable): Agreed {
  const subnet = world.subnets[0]!;
  const voters = votersOf(world, subnet, epoch.plan.to);
  const mechanisms = rules.mechanisms.map((_, m) => judge(rules, world, epoch, voters, m));
  const [alone, ...others] = mechanisms;
  const result =
    others.length === 0 && rules.mechanisms[0]!.share === 1 ? asOne(alone!.result) : combined(rules, mechanisms);
  const incentive = byRoster(subnet.operatorUid, result.incentive);
  const oneOnly = others.length === 0 && result.consensusWeight === alone!.result.consensusWeight;
  return {
    mechanisms,
    result,
    lastUpdate: voters.lastUpdate,
    incentive,
    consensusWeight: oneOnly ? alone!.consensusWeight : byRoster(subnet.operatorUid, result.consensusWeight),
    dividend: byRoster(subnet.validatorUid, result.validatorShares),
    validatorTrust: byRoster(subnet.validatorUid, result.validatorTrust),
    burnedShare: Math.min(1, sum(mechanisms.map((judged, m) => rules.mechanisms[m]!.share * judged.burnedShare))),
  };
}

const combined = (rules: Rules, mechanisms: readonly Judged[]): Together =>
  combineMechanisms(
    mechanisms.map((judged) => judged.result),
    rules.mechanisms.map(({ share }) => share),
  );

/** A mechanism that hands out all of the pay: shares of it add nothing to what it says. */
const asOne = (result: ConsensusResult): Together => ({
  validatorShares: result.fallback?.shares ?? result.dividend,
  ...result,
});

/** Who votes. [n] */
interface Voters {
  readonly stake: Float64Array;
  /** block of the last weights or commits, those of this epoch included */
  readonly lastUpdate: Float64Array;
}

function votersOf({ validators }: World, subnet: Subnet, block: number): Voters {
  const lastUpdate = copyOf(subnet.lastUpdate);
  const stake = floats(subnet.ids.length);
  const { validatorUid } = subnet;
  for (let v = 0; v < validatorUid.length; v++) {
    const uid = validatorUid[v]!;
    if (uid < 0) continue;
    stake[uid] = validators.stake[v]!;
    if (validators.working[v] === 1) lastUpdate[uid] = block;
  }
  return { stake, lastUpdate };
}

/** What consensus sees of a mechanism's validators. */
interface Said extends Pick<Judged, "memory" | "commits" | "burnedShare"> {
  readonly weights: SparseRows;
  readonly commitBlocks?: Float64Array | undefined;
}

function judge(rules: Rules, world: World, epoch: Judgeable, voters: Voters, m: number): Judged {
  const subnet = world.subnets[0]!;
  const before = subnet.mechanisms[m]!;
  const { consensus } = rules.mechanisms[m]!;
  const { to, work } = epoch.plan;
  const { weights, commitBlocks, memory, commits, burnedShare } = said(rules, world, epoch, m);
  const result = consensus.epoch({
    n: subnet.ids.length,
    block: to,
    tempo: rules.clock.tempo,
    stake: voters.stake,
    // Commits of this epoch are made once its run is over.
    lastUpdate: rules.commitReveal > 0 ? subnet.lastUpdate : voters.lastUpdate,
    registeredAt: subnet.registeredAt,
    permits: subnet.permits,
    ...(consensus.ignoresWeights && { serving: servingUids(subnet, work.serving) }),
    weights,
    bonds: before.bonds,
    before: before.kept,
    lastStepBlock: before.lastStepBlock,
    ownerUid: null,
    ...(commitBlocks && { commitBlocks }),
  });
  const consensusWeight = byRoster(subnet.operatorUid, result.consensusWeight);
  return { result, memory, commits, consensusWeight, revealed: shownBy(subnet, weights), burnedShare };
}

/** Scores, and the rows that validators make of them; nothing where pay does not depend on weights. */
function said({ mechanisms, commitReveal, seed }: Rules, world: World, epoch: Judgeable, m: number): Said {
  const subnet = world.subnets[0]!;
  const before = subnet.mechanisms[m]!;
  const { policies, work, to } = epoch.plan;
  const { scoring, consensus, share } = mechanisms[m]!;
  if (consensus.ignoresWeights) {
    const n = subnet.ids.length;
    return { weights: emptyRows(n, n), memory: before.memory, commits: before.commits, burnedShare: 0 };
  }
  const { weights: scored, memory, burned } = scoring.score(scoringInput(epoch, before, scoring, share));
  const rows = submittedRows(subnet, policies[m]!, scored, work.serving);
  const { weights, commitBlocks, commits } = reveal(before.commits, rows, {
    run: world.epoch + 1,
    block: to,
    period: commitReveal,
    seed,
    netuid: storageIndex(0, m),
    ids: subnet.ids,
    reveals: revealsOf(subnet, policies[m]!),
  });
  return { weights, commitBlocks, memory, commits, burnedShare: burnedShare(burned, world.validators, policies[m]!) };
}

/** [n] 1 where the uid's miner serves. */
function servingUids({ ids, operatorUid }: Subnet, serving: Uint8Array): Uint8Array {
  const uids = bytes(ids.length);
  for (let o = 0; o < operatorUid.length; o++) if (serving[o] === 1 && operatorUid[o]! >= 0) uids[operatorUid[o]!] = 1;
  return uids;
}

/** A column over uids as one over participants, 0 for those without a uid. */
function byRoster(uids: Int32Array, values: Float64Array): Float64Array {
  if (isNothing(values)) return zeros(uids.length);
  const column = floats(uids.length);
  for (let p = 0; p < column.length; p++) if (uids[p]! >= 0) column[p] = values[uids[p]!]!;
  return column;
}
