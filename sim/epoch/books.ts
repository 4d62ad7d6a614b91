import { copyOf, floats } from "../core/arrays.ts";
import { addTo, zeros } from "../core/columns.ts";
import { sum } from "../core/matrix.ts";
import { post, supplyOf, type Accounts, type Ledger, type Transfer } from "../ledger.ts";
import type { Members } from "../membership/contract.ts";
import type { Rules } from "../rules.ts";
import type { Closed, Settled } from "../settlement/contract.ts";
import type { Audited } from "../verification/contract.ts";
import type { World } from "../world.ts";
import type { Bribes } from "./bribe.ts";
import { foundUsd, type Bonds, type Charges } from "./bonds.ts";
import { movingOf } from "./outside.ts";
import type { Pay } from "./pay.ts";
import type { Plan } from "./plan.ts";
import type { Stayed } from "./stay.ts";
import type { Traded } from "./trade.ts";
import { vestingTotal, type Vested } from "./vest.ts";

/** Everything of an epoch that moves tokens or USD. */
export interface Movements {
  readonly plan: Plan;
  readonly pay: Pay;
  readonly vested: Vested;
  readonly settled: Settled;
  readonly closed: Closed;
  readonly traded: Traded;
  /** [operators] */
  readonly grantUsd: Float64Array;
  readonly members: Members;
  readonly stayed: Stayed;
  /** [operators] paid by newcomers for a uid */
  readonly registrationUsd: Float64Array;
  /** [validators] */
  readonly auditUsd: Float64Array;
  /** [operators] */
  readonly outsideUsd: Float64Array;
  readonly bribes: Bribes;
  readonly charges: Charges;
  readonly audited: Audited;
  readonly bonds: Bonds;
}

/** Balances after the epoch. */
export interface Books {
  readonly operatorUsd: Float64Array;
  readonly operatorTokens: Float64Array;
  readonly validatorUsd: Float64Array;
  readonly validatorTokens: Float64Array;
  /** [operators] paid in by backers because cash, fees and sales did not cover what was due */
  readonly equityUsd: Float64Array;
  readonly transfers: readonly Transfer[];
  readonly accounts: Accounts;
  readonly supply: number;
  readonly recycledTokens: number;
  readonly burnedTokens: number;
  /** newly minted, to whom it be */
  readonly mintedTokens: number;
}

/**
 * Posts every transfer of the epoch and closes both ledgers. Purchases of hardware, and costs that cash does not cover, are
 * paid in by backers and recorded as such; no balance goes below zero.
 * Source: docs/economy.md, "Ledger"; closed form `two-ledgers-one-epoch`.
 */
export function keepBooks(rules: Rules, world: World, moves: Movements): Books {
  const { plan, pay, vested, settled, traded, members, stayed, registrationUsd, auditUsd } = moves;
  const movingUsd = movingOf(rules, world, members);
  const change = copyOf(settled.operatorUsd);
  for (const usd of [moves.grantUsd, traded.operators.proceedsUsd, moves.outsideUsd, members.scrapUsd])
    addTo(change, usd);
  for (const usd of [plan.runningUsd, plan.maintenanceUsd, members.purchaseUsd, registrationUsd, movingUsd])
    addTo(change, usd, -1);
  for (const usd of [moves.bribes.paidUsd, moves.charges.minerUsd, moves.bonds.postedUsd]) addTo(change, usd, -1);
  addTo(change, moves.bonds.returnedUsd);
  const operators = cash(world.operators.usd, change);
  const validators = cash(
    world.validators.usd,
    settled.validatorUsd.map(
      (usd, v) =>
        usd +
        traded.validators.proceedsUsd[v]! -
        auditUsd[v]! +
        moves.bribes.receivedUsd[v]! +
        foundUsd(moves.audited, v),
    ),
  );
  const operatorTokens = held(world.operators.tokens, moves);
  const validatorTokens = world.validators.tokens.map((t, v) =>
    Math.max(0, t + pay.validatorTokens[v]! - traded.validators.soldTokens[v]! + stayed.releasedTokens[v]!),
  );

  const transfers = [
    ...tokenTransfers(rules, moves),
    ...usdTransfers(rules, moves, movingUsd),
    ...verificationTransfers(moves),
    backing("operators", sum(operators.equity)),
    backing("validators", sum(validators.equity)),
  ].filter((t) => t.amount !== 0);
  const accounts = post(world.epoch, world.accounts, transfers, {
    tokens: {
      operators: sum(operatorTokens),
      validators: sum(validatorTokens),
      vesting: vestingTotal(vested),
      stake: sum(stayed.stake),
      root: 0,
      pool: traded.cleared.state.poolTokens,
    },
    usd: {
      operators: sum(operators.usd),
      validators: sum(validators.usd),
      pool: traded.cleared.state.poolUsd,
      registry: sum(registrationUsd),
      bonds: sum(moves.bonds.heldUsd),
    },
  });
  const flow = (account: "burn" | "recycled" | "mint") => flowOf(transfers, account);
  const supply = closeSupply(world, accounts, flow("mint"), flow("burn") + flow("recycled"));
  return {
    operatorUsd: operators.usd,
    operatorTokens,
    validatorUsd: validators.usd,
    validatorTokens,
    equityUsd: operators.equity,
    transfers,
    accounts,
    supply,
    recycledTokens: flow("recycled"),
    burnedTokens: flow("burn"),
    mintedTokens: flow("mint"),
  };
}

/** [operators] tokens after the epoch. */
function held(before: Float64Array, { pay, vested, closed, traded }: Movements): Float64Array {
  const { operatorTokens } = pay;
  const { lockedTokens, releasedTokens } = vested;
  const { receivedTokens } = closed;
  const { soldTokens } = traded.operators;
  const after = floats(before.length);
  for (let o = 0; o < after.length; o++) {
    const unlocked = operatorTokens[o]! - lockedTokens[o]! + releasedTokens[o]!;
    after[o] = Math.max(0, before[o]! + unlocked + receivedTokens[o]! - soldTokens[o]!);
  }
  return after;
}

const backing = (to: string, amount: number): Transfer => ({
  ledger: "usd",
  from: "backers",
  to,
  why: "equity",
  amount,
});

/** Cash after a change; what would be missing is paid in by backers. */
function cash(before: Float64Array, change: Float64Array): { usd: Float64Array; equity: Float64Array } {
  const usd = floats(before.length);
  let equity: Float64Array | undefined;
  for (let i = 0; i < usd.length; i++) {
    const after = before[i]! + change[i]!;
    usd[i] = Math.max(0, after);
    if (after >= 0) continue;
    equity ??= floats(usd.length);
    equity[i] = -after;
  }
  return { usd, equity: equity ?? zeros(usd.length) };
}

/** Tokens of an epoch that an account of the token ledger issued or took out. */
function flowOf(transfers: readonly Transfer[], account: string): number {
  const through = transfers.filter(
    ({ ledger, from, to }) => ledger === "tokens" && (from === account || to === account),
  );
  return through.reduce((all, { amount }) => all + amount, 0);
}

const mover =
  (ledger: Ledger) =>
  (from: string, to: string, why: string, amount: number): Transfer => ({ ledger, from, to, why, amount });

function tokenTransfers({ price }: Rules, { pay, vested, closed, traded, stayed }: Movements): Transfer[] {
  const move = mover("tokens");
  const market = price.counterparty;
  const net = ({ soldTokens, feeTokens }: Traded["operators"]) => sum(soldTokens) - sum(feeTokens);
  return [
    move("mint", "operators", "miner pay", sum(pay.operatorTokens)),
    move("operators", "vesting", "locked pay", sum(vested.lockedTokens)),
    move("vesting", "operators", "vested pay", sum(vested.releasedTokens)),
    move("mint", "validators", "dividends", sum(pay.validatorTokens)),
    move("mint", "owner", "owner cut", pay.ownerTokens),
    move("mint", "root", "root dividends", pay.rootTokens),
    move("mint", "recycled", "root dividends", pay.recycledTokens),
    move("mint", "burn", "miner pay burned", pay.burnedTokens),
    move("mint", "pool", "injection", traded.injectedTokens),
    move("operators", market, "sale", net(traded.operators)),
    move("operators", "liquidity", "market fee", sum(traded.operators.feeTokens)),
    move("validators", market, "sale", net(traded.validators)),
    move("validators", "liquidity", "market fee", sum(traded.validators.feeTokens)),
    move("root", market, "sale", net(traded.root)),
    move("root", "liquidity", "market fee", sum(traded.root.feeTokens)),
    ...traded.purchases.map(({ receiver, why, tokens }) => move(market, receiver, why, tokens)),
    ...closed.moves.map(({ from, to, why, amount }) => move(from, to, why, amount)),
    move("stake", "validators", "unbonded", sum(stayed.releasedTokens)),
  ];
}

function usdTransfers(
  { price }: Rules,
  { plan, settled, traded, members, registrationUsd, auditUsd, outsideUsd, grantUsd, bribes }: Movements,
  movingUsd: Float64Array,
): Transfer[] {
  const move = mover("usd");
  const market = price.counterparty;
  return [
    move("customers", "operators", "fees", sum(settled.operatorUsd)),
    move("customers", "validators", "share of fees", sum(settled.validatorUsd)),
    move("customers", "treasury", "share of fees", settled.treasuryUsd),
    move("grants", "operators", "grant", sum(grantUsd)),
    move(market, "operators", "token sale", sum(traded.operators.proceedsUsd)),
    move(market, "validators", "token sale", sum(traded.validators.proceedsUsd)),
    move(market, "root", "token sale", sum(traded.root.proceedsUsd)),
    move("chain", "pool", "injection", traded.injectedUsd),
    ...traded.purchases.map(({ payer, usd }) => move(payer, market, "token purchase", usd)),
    move("outside", "operators", "outside workload", sum(outsideUsd)),
    move("operators", "outside", "running cost", sum(plan.runningUsd)),
    move("operators", "outside", "hardware", sum(members.purchaseUsd)),
    move("outside", "operators", "scrap", sum(members.scrapUsd)),
    move("operators", "outside", "maintenance", sum(plan.maintenanceUsd)),
    move("operators", "outside", "moving", sum(movingUsd)),
    move("operators", "registry", "registration", sum(registrationUsd)),
    move("validators", "outside", "audits", sum(auditUsd)),
    move("operators", "validators", "bribes", sum(bribes.receivedUsd)),
  ];
}

/** What bonds, and checks that validators do not pay for, move. */
function verificationTransfers({ audited, bonds, charges }: Movements): Transfer[] {
  const move = mover("usd");
  const proofs = sum(charges.proofUsd);
  const rewards = sum(audited.rewardUsd);
  return [
    move("operators", "outside", "audits", Math.max(0, sum(charges.minerUsd) - proofs)),
    move("operators", "outside", "proofs", proofs),
    move("bonds", "validators", "reward for a fault", rewards),
    move("bonds", "slashed", "slash", Math.max(0, sum(audited.slashedUsd) - rewards)),
    move(audited.jackpotFrom, "validators", "jackpot", sum(audited.jackpotUsd)),
    move("bonds", "operators", "bond returned", sum(bonds.returnedUsd)),
    move("operators", "bonds", "bond", sum(bonds.postedUsd)),
  ];
}

/** supply' = S + minted - burned - recycled, checked against the sum of all accounts. @throws RangeError when they differ */
function closeSupply(world: World, accounts: Accounts, minted: number, gone: number): number {
  const expected = world.token.supply + minted - gone;
  const held = supplyOf(accounts);
  if (!(Math.abs(held - expected) <= 1e-9 * Math.max(1, expected)))
    throw new RangeError(
      `epoch ${world.epoch}, ledger tokens: accounts hold ${held}; supply ${world.token.supply} + minted ${minted} - burned and recycled ${gone} is ${expected}`,
    );
  return expected;
}
