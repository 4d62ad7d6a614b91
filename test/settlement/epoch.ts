import { clock, SECONDS_PER_DAY } from "../../sim/core/clock.ts";
import { sum } from "../../sim/core/matrix.ts";
import { post, type Accounts, type Ledger, type Transfer } from "../../sim/ledger.ts";
import type { Memory } from "../../sim/core/memory.ts";
import type { Closed, Settled, SettleInput, Settlement } from "../../sim/settlement/contract.ts";
import { settlement } from "../../sim/settlement/index.ts";

/** Blocks of 12 s, epochs of a week. */
const weekly = { clock: clock(12, 50_400, 365 * SECONDS_PER_DAY), seed: 1 };

/** A settlement as a scenario would write it. */
export const built = (entry: { kind: string } & Record<string, unknown>): Settlement =>
  settlement.build(settlement.schema.parse(entry), weekly);

/** What an epoch begins with, and what happens in it. */
export interface Given {
  readonly accounts?: Accounts;
  readonly memory?: Memory;
  /** [operators] */
  readonly revenueUsd: readonly number[];
  /** [operators]; nothing unless said */
  readonly operatorTokens?: readonly number[];
  readonly dividend?: readonly number[];
  readonly price: number;
  readonly served?: number;
  readonly capacity?: number;
  readonly epochDays?: number;
}

export interface SettledEpoch {
  readonly settled: Settled;
  readonly closed: Closed;
  readonly boughtTokens: readonly number[];
  /** of both ledgers after the epoch */
  readonly accounts: Accounts;
  readonly memory: Memory;
}

export const opening: Accounts = { tokens: { investors: 1e12 }, usd: {} };

/**
 * One epoch of a settlement on a market with one price, every transfer posted to the ledgers: investors sell the tokens
 * that are bought.
 */
export function settleEpoch(rule: Settlement, given: Given): SettledEpoch {
  const { accounts = opening, memory = rule.opening, price, served = 0, capacity = 0, epochDays = 7 } = given;
  const revenueUsd = Float64Array.from(given.revenueUsd);
  const operatorTokens = Float64Array.from(given.operatorTokens ?? given.revenueUsd.map(() => 0));
  const surchargeUsd = rule.surcharge(memory) * served;
  const fees: SettleInput = {
    revenueUsd,
    surchargeUsd,
    dividend: Float64Array.from(given.dividend ?? [1]),
    served,
    capacity,
    price,
    memory,
    epochDays,
  };
  const settled = rule.split(fees);
  const boughtTokens = settled.purchases.map(({ usd }) => usd / price);
  const intoVault = settled.purchases.reduce(
    (all, { receiver }, k) => all + (receiver === "vault" ? boughtTokens[k]! : 0),
    0,
  );
  const vaultTokens = (accounts.tokens["vault"] ?? 0) + intoVault;
  const closed = rule.close({ ...fees, settled, boughtTokens, operatorTokens, vaultTokens });
  const move = (ledger: Ledger, from: string, to: string, why: string, amount: number): Transfer => ({
    ledger,
    from,
    to,
    why,
    amount,
  });
  const transfers = [
    move("usd", "customers", "operators", "fees", sum(settled.operatorUsd)),
    move("usd", "customers", "validators", "share of fees", sum(settled.validatorUsd)),
    move("usd", "customers", "treasury", "share of fees", settled.treasuryUsd),
    move("tokens", "mint", "operators", "pay", sum(operatorTokens)),
    ...settled.purchases.flatMap(({ payer, receiver, why, usd }, k) => [
      move("usd", payer, "investors", why, usd),
      move("tokens", "investors", receiver, why, boughtTokens[k]!),
    ]),
    ...closed.moves.map(({ from, to, why, amount }) => move("tokens", from, to, why, amount)),
  ];
  const held = (accounts.tokens["operators"] ?? 0) + sum(operatorTokens) + sum(closed.receivedTokens);
  return {
    settled,
    closed,
    boughtTokens,
    accounts: post(0, accounts, transfers, { tokens: { operators: held }, usd: {} }),
    memory: closed.memory,
  };
}
