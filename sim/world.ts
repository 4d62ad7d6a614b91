import type { Kept } from "./consensus/contract.ts";
import { openingConduct, type Conduct } from "./conduct.ts";
import { emptyRows, matrix, sum, tabulate, type SparseRows } from "./core/matrix.ts";
import type { Memory } from "./core/memory.ts";
import type { Customers } from "./demand/contract.ts";
import type { Accounts } from "./ledger.ts";
import { status, type Standing } from "./membership/contract.ts";
import type { MarketState } from "./price/contract.ts";
import type { RegistrationState } from "./registration/contract.ts";
import type { Rules } from "./rules.ts";
import type { Memories } from "./scoring/contract.ts";
import type { Commit } from "./subnet/commitReveal.ts";

/** The whole state of a run but the trained models: numbers, strings and typed arrays only. */
export interface World {
  readonly epoch: number;
  /** first block of the epoch */
  readonly block: number;
  readonly token: Token;
  readonly market: MarketState;
  /** what the rules of settlement and of the market for work look back at */
  readonly settlementMemory: Memory;
  readonly marketMemory: Memory;
  /** what verification looks back at: failed checks */
  readonly verificationMemory: Memory;
  readonly operators: Operators;
  readonly validators: Validators;
  /** [segments] what customers believe of the network's quality */
  readonly beliefs: Float64Array;
  /** what else customers keep: who knows the network, what agents learnt of each operator */
  readonly customers: Customers;
  /** requests that the network has served since genesis */
  readonly servedEver: number;
  readonly accounts: Accounts;
  readonly subnets: readonly Subnet[];
}

export interface Token {
  /** minted so far less recycled, from where the emission begins to count */
  readonly issuance: number;
  /** what the untapered schedule would have issued: the basis `shadow` */
  readonly shadowIssuance: number;
  /** minted by the emission since genesis, and what it would have minted untapered */
  readonly minted: number;
  readonly shadowMinted: number;
  /** what the emission and the taper look back at */
  readonly emissionMemory: Memory;
  readonly taperMemory: Memory;
  /** all tokens that exist */
  readonly supply: number;
  /** tokens recycled and burned in the epoch before, and its revenue: what some schedules look at */
  readonly lastRecycled: number;
  readonly lastBurned: number;
  readonly lastRevenueUsd: number;
  /** USD that all but the chain and root brought to the token market less what they took out, in the epoch before */
  readonly lastUsersUsd: number;
}

/** Columns over the roster's operators, candidates included. */
export interface Operators extends Standing {
  readonly usd: Float64Array;
  readonly tokens: Float64Array;
  /** held in the account `bonds` */
  readonly bondUsd: Float64Array;
  /** tokens that customers' payments brought at the end of the epoch before */
  readonly receivedTokens: Float64Array;
  /** [operators, epochs] locked pay that is released in each epoch to come, row-major */
  readonly vestingTokens: Float64Array;
  /** fraction of an optimiser step that is still owed */
  readonly owedSteps: Float64Array;
  /** what operators found out about their own scale and training */
  readonly conduct: Conduct;
  /** what miners believe of audits and of their power; NaN where the behaviour keeps no beliefs */
  readonly believedAudits: Float64Array;
  readonly believedDetection: Float64Array;
  /** hash of what the miner serves, 0 for nothing, and the first block of the epoch since which it does; NaN for nothing */
  readonly artefact: Uint32Array;
  readonly servedSince: Float64Array;
  /** USD of new tokens in the last epoch in which the miner served and was not found out; NaN before */
  readonly incomeUsd: Float64Array;
}

/** Columns over the roster's validators. */
export interface Validators {
  readonly working: Uint8Array;
  readonly stake: Float64Array;
  readonly tokens: Float64Array;
  readonly usd: Float64Array;
  /** consecutive epochs in which income did not cover audits and the return asked on stake */
  readonly below: Int32Array;
  /** unbonded tokens that are sold in the coming epoch */
  readonly releasedTokens: Float64Array;
}

/** One subnet: n uid slots, and ids that outlive them. */
export interface Subnet {
  /** [n] id that holds the slot; "" for a free one */
  readonly ids: readonly string[];
  /** roster -> uid; -1 for none. An id may be in both. */
  readonly operatorUid: Int32Array;
  readonly validatorUid: Int32Array;
  /** [n] blocks */
  readonly registeredAt: Float64Array;
  /** price of a uid */
  readonly registration: RegistrationState;
  readonly lastUpdate: Float64Array;
  /** [n] 1 with a validator permit */
  readonly permits: Uint8Array;
  readonly mechanisms: readonly MechanismState[];
  /** [operators] last published incentive: customers are routed by it */
  readonly reputation: Float64Array;
}

export interface MechanismState {
  /** [n, n] */
  readonly bonds: SparseRows;
  /** what the consensus rule looks back at, over uids; null where it does not */
  readonly kept: Kept | null;
  /** what scoring keeps: matrices [validators, operators] by name, NaN for nothing */
  readonly memory: Memories;
  /** [operators] last published consensus weights */
  readonly consensusWeight: Float64Array;
  readonly lastStepBlock: number;
  /** weights that validators committed to and that no epoch has used yet, oldest first; none where they are set openly */
  readonly commits: readonly CommittedRows[];
}

/** [n, n] weights that validators committed to at the end of an epoch. */
export interface CommittedRows extends Commit {
  /** what validators keep to themselves until they reveal it */
  readonly rows: SparseRows;
  /** [n] what the network keeps of it: a hash of each row, "" for an empty one */
  readonly hashes: readonly string[];
  /** [n] 1 where the uid changed hands since, or its validator stopped: nothing of it or towards it counts any more */
  readonly lost: Uint8Array;
}

/** The world before its first epoch. @throws RangeError when there are more incumbents than uid slots */
export function genesis(rules: Rules): World {
  const operators = openingOperators(rules);
  const validators = openingValidators(rules);
  const market = rules.price.opening;
  const tokens = { stake: sum(validators.stake), pool: market.poolTokens, investors: rules.price.investorTokens };
  const supply = tokens.stake + tokens.pool + tokens.investors;
  const bonds = sum(operators.bondUsd);
  return {
    epoch: 0,
    block: 0,
    token: openingToken(rules, supply),
    market,
    settlementMemory: rules.settlement.opening,
    marketMemory: rules.market.opening,
    verificationMemory: [],
    operators,
    validators,
    beliefs: rules.demand.openingBeliefs,
    customers: rules.demand.openingCustomers?.(rules.roster.operators.ids.length) ?? {},
    servedEver: 0,
    accounts: {
      tokens,
      usd: {
        operators: sum(operators.usd),
        validators: sum(validators.usd),
        pool: market.poolUsd,
        ...openingBonds(rules, bonds),
      },
    },
    subnets: [openingSubnet(rules, operators)],
  };
}

/** Incumbents hold their bonds from the start; what their cash does not cover backers have paid in. No accounts where none is asked. */
function openingBonds({ roster, verification }: Rules, bonds: number): Readonly<Record<string, number>> {
  if (bonds === 0) return {};
  const { incumbent, cashUsd } = roster.operators;
  const short = cashUsd.map((usd, o) => (incumbent[o] ? Math.max(0, (verification.bondUsd ?? 0) - usd) : 0));
  return { bonds, backers: -sum(short) };
}

function openingToken({ emission, taper }: Rules, supply: number): Token {
  const issuance = emission.openingIssuance ?? supply;
  return {
    issuance,
    shadowIssuance: issuance,
    minted: 0,
    shadowMinted: 0,
    emissionMemory: emission.memory?.opening ?? [],
    taperMemory: taper.memory?.opening ?? [],
    supply,
    lastRecycled: 0,
    lastBurned: 0,
    lastRevenueUsd: 0,
    lastUsersUsd: 0,
  };
}

function openingOperators({ roster, vesting, verification, workload }: Rules): Operators {
  const bond = verification.bondUsd ?? 0;
  const { incumbent, cashUsd, hardware, openingAgeDays, behaviours, trainShare } = roster.operators;
  const n = incumbent.length;
  return {
    status: incumbent.map((here) => (here ? status.serving : status.candidate)),
    ageDays: openingAgeDays.map((age, o) => (incumbent[o] ? age : 0)),
    arrives: new Int32Array(n).fill(-1),
    feesPerHour: new Float64Array(n).fill(NaN),
    subsidyPerHour: new Float64Array(n).fill(NaN),
    below: new Int32Array(n),
    above: new Int32Array(n),
    idleEpochs: new Int32Array(n),
    groupFees: new Float64Array(hardware.groups).fill(NaN),
    groupSubsidy: new Float64Array(hardware.groups).fill(NaN),
    networkFees: NaN,
    networkSubsidy: NaN,
    owedOrders: 0,
    owedDeliveries: new Float64Array(hardware.groups),
    paidLevel: new Float64Array(n).fill(1),
    workload: new Int32Array(n).fill(-1),
    outsidePerHour: new Float64Array(workload.options.length).fill(NaN),
    conduct: openingConduct(trainShare),
    usd: cashUsd.map((usd, o) => (incumbent[o] ? Math.max(0, usd - bond) : 0)),
    bondUsd: cashUsd.map((_, o) => (incumbent[o] ? bond : 0)),
    tokens: new Float64Array(n),
    receivedTokens: new Float64Array(n),
    vestingTokens: new Float64Array(n * vesting.epochs),
    owedSteps: new Float64Array(n),
    believedAudits: tabulate(n, (o) => behaviours[o]!.experience?.opening.audits ?? NaN),
    believedDetection: tabulate(n, (o) => behaviours[o]!.experience?.opening.detection ?? NaN),
    artefact: new Uint32Array(n),
    servedSince: new Float64Array(n).fill(NaN),
    incomeUsd: new Float64Array(n).fill(NaN),
  };
}

function openingValidators({ roster }: Rules): Validators {
  const { stake, cashUsd } = roster.validators;
  const n = stake.length;
  return {
    working: new Uint8Array(n).fill(1),
    stake: stake.slice(),
    tokens: new Float64Array(n),
    usd: cashUsd.slice(),
    below: new Int32Array(n),
    releasedTokens: new Float64Array(n),
  };
}

/** Validators take the first uids, incumbent miners the next; validators hold permits from the start. */
function openingSubnet(rules: Rules, operators: Operators): Subnet {
  const { roster, maxUids } = rules;
  const n = Math.min(maxUids, roster.validators.ids.length + roster.operators.ids.length);
  const ids = Array.from({ length: n }, () => "");
  const validatorUid = Int32Array.from(roster.validators.ids, (_, v) => v);
  const operatorUid = new Int32Array(roster.operators.ids.length).fill(-1);
  let uid = 0;
  for (const id of roster.validators.ids) ids[uid++] = id;
  for (let o = 0; o < operatorUid.length; o++) {
    if (operators.status[o] !== status.serving) continue;
    operatorUid[o] = uid;
    ids[uid++] = roster.operators.ids[o]!;
  }
  if (uid > n)
    throw new RangeError(`maxUids is ${maxUids}; expected at least ${uid}, for the participants at the start`);
  const permits = new Uint8Array(n).fill(1, 0, validatorUid.length);
  return {
    ids,
    operatorUid,
    validatorUid,
    registeredAt: new Float64Array(n).fill(-1),
    registration: rules.registration.opening,
    lastUpdate: new Float64Array(n),
    permits,
    mechanisms: rules.mechanisms.map(({ scoring }) => ({
      bonds: emptyRows(n, n),
      kept: null,
      memory: Object.fromEntries(
        scoring.keeps.map((name) => [name, matrix(validatorUid.length, operatorUid.length, NaN)]),
      ),
      consensusWeight: new Float64Array(operatorUid.length),
      lastStepBlock: 0,
      commits: [],
    })),
    reputation: new Float64Array(operatorUid.length),
  };
}
