import { floats } from "../core/arrays.ts";
import { normalize, sum } from "../core/matrix.ts";
import { mechanism } from "../core/slot.ts";
import { SECONDS_PER_DAY } from "../core/clock.ts";
import { duration, fraction } from "../units.ts";
import type { Memory } from "../core/memory.ts";
import type { CloseInput, Closed, Settled, SettleInput, Settlement, TokenMove } from "./contract.ts";

interface Parameters {
  /** seconds */
  readonly prepaid: number;
  readonly spread: number;
  readonly warn: number;
  readonly halt: number;
}

/**
 * Customers hold credits in USD, bought with tokens that go to a vault; work is settled in tokens from it.
 *
 *   deposit of X USD: X/p tokens to the vault, credits + X     settling A USD: A/p tokens to operators, credits - A
 *   CR = vault p / credits
 *
 * What the vault lacks is minted: holders pay for it by dilution, so it is net subsidy. What it has too much stays in it.
 * Customers refill their credits to `prepaid` worth of the epoch's spending. After an epoch with CR at or below `halt` they
 * cannot: they use up their credits and pay the rest in tokens from the market, until CR is above it again.
 * Source: docs/economy.md, "Settlement"; AEP-76 of akash-network/AEP; golden vectors `akash-bme-1`, `akash-bme-2`, `akash-cr`.
 */
export const depositSettle = mechanism(
  "depositSettle",
  "Customers prepay: their deposits buy tokens that go to a vault and leave them credits in USD; work is settled from the vault at the price of the day, and what it lacks is minted. Deposits halt while the vault backs too little of the credits. Source: docs/economy.md, Settlement; AEP-76.",
  {
    prepaid: duration.prefault("30 days").describe("spending for which customers hold credits after an epoch"),
    spread: fraction
      .lt(1, { error: () => "expected a fraction below 1" })
      .default(0.0025)
      .describe("share of a deposit that buys tokens for the treasury and gives no credits"),
    warn: fraction.default(0.95).describe("collateral ratio from which down a run warns"),
    halt: fraction.default(0.9).describe("collateral ratio from which down no new deposits are taken"),
  },
  (parameters): Settlement => ({
    operatorShare: 1,
    remints: false,
    needsToken: true,
    opening: [0, 0],
    surcharge: () => 0,
    split: (input) => split(input, parameters),
    close: (input) => close(input, parameters),
  }),
  ["paysAsServed"],
  ({ warn, halt }) => (halt <= warn ? [] : [{ path: "halt", message: `expected at most warn, ${warn}` }]),
);

/** USD of an epoch: new credits, credits used up, and what is paid without them. */
interface Payments {
  readonly deposited: number;
  readonly settled: number;
  readonly direct: number;
  /** after the epoch */
  readonly credits: number;
}

function paymentsOf({ revenueUsd, memory, epochDays }: SettleInput, prepaid: number): Payments {
  const [held, halted] = memory as readonly [number, number];
  const spent = sum(revenueUsd);
  if (halted === 1) {
    const settled = Math.min(held, spent);
    return { deposited: 0, settled, direct: spent - settled, credits: held - settled };
  }
  const wanted = (prepaid / (epochDays * SECONDS_PER_DAY)) * spent;
  const deposited = Math.max(0, wanted + spent - held);
  return { deposited, settled: spent, direct: 0, credits: deposited > 0 ? wanted : held - spent };
}

function split(input: SettleInput, { prepaid, spread }: Parameters): Settled {
  const { deposited, direct } = paymentsOf(input, prepaid);
  const buy = { payer: "customers" } as const;
  return {
    operatorUsd: floats(input.revenueUsd.length),
    validatorUsd: floats(input.dividend.length),
    treasuryUsd: 0,
    purchases: [
      { receiver: "vault", usd: deposited, why: "deposit", ...buy },
      { receiver: "treasury", usd: (deposited * spread) / (1 - spread), why: "spread", ...buy },
      { receiver: "operators", usd: direct, why: "paid without credits", ...buy },
    ],
  };
}

function close(input: CloseInput, { prepaid, warn, halt }: Parameters): Closed {
  const { revenueUsd, boughtTokens, price, operatorTokens, vaultTokens } = input;
  const { settled, credits } = paymentsOf(input, prepaid);
  const due = settled / price;
  const fromVault = Math.min(due, vaultTokens);
  const minted = due - fromVault;
  const share = normalize(revenueUsd);
  const receivedTokens = share.map((s) => s * (due + boughtTokens[2]!));
  const collateralRatio = collateralRatioOf(vaultTokens - fromVault, price, credits);
  const moves: readonly TokenMove[] = [
    { from: "vault", to: "operators", why: "settled work", amount: fromVault },
    { from: "mint", to: "operators", why: "lacking in the vault", amount: minted },
  ];
  const memory: Memory = [credits, collateralRatio <= halt ? 1 : 0];
  return {
    receivedTokens,
    customerFundedUsd: share.map((s) => s * price * (fromVault + boughtTokens[2]!)),
    netSubsidyTokens: operatorTokens.map((tokens, o) => tokens + share[o]! * minted),
    moves,
    memory,
    vault: { collateralRatio, alert: alertOf(collateralRatio, warn, halt) },
  };
}

/**
 * What stands behind customers' credits.   CR = vault p / credits
 * @returns ratio; NaN where there are no credits
 */
export function collateralRatioOf(vaultTokens: number, price: number, creditsUsd: number): number {
  return creditsUsd > 0 ? (vaultTokens * price) / creditsUsd : NaN;
}

/** 0 where the ratio is above both thresholds or there is none, 1 at or below `warn`, 2 at or below `halt`. */
function alertOf(ratio: number, warn: number, halt: number): number {
  return (ratio <= warn ? 1 : 0) + (ratio <= halt ? 1 : 0);
}
