/** One epoch in which both ledgers close. Source: docs/theory.md, equation 26; closed form `two-ledgers-one-epoch`. */
import { amount, fraction, positive } from "./domain.ts";

export interface LedgerEpoch {
  /** USD before the epoch */
  readonly openingUsd: Readonly<Record<"customers" | "operators" | "protocol" | "pool" | "outside", number>>;
  /** tokens in the pool before the epoch */
  readonly poolTokens: number;
  readonly minted: number;
  /** fractions of what is minted, sum 1 */
  readonly split: Readonly<Record<"owner" | "miners" | "validators", number>>;
  readonly spendUsd: number;
  /** fraction of it that goes to the protocol */
  readonly takeRate: number;
  /** USD that the protocol spends on tokens, which it burns */
  readonly buybackUsd: number;
  /** what operators pay to the outside */
  readonly energyUsd: number;
  /** phi: fraction of the rest of their pay that operators sell too */
  readonly habitShare: number;
  /** fraction of sold tokens that the pool keeps; the engine books it apart, in the account `liquidity` */
  readonly poolFee: number;
}

export interface ClosedEpoch {
  readonly price: number;
  readonly soldTokens: number;
  readonly burnedTokens: number;
  readonly closingUsd: LedgerEpoch["openingUsd"];
  readonly closingTokens: Readonly<Record<"operators" | "validators" | "owner" | "pool", number>>;
  /** all tokens that are left */
  readonly supply: number;
  /** all USD: what there was before */
  readonly sumUsd: number;
  readonly operatorFeesUsd: number;
  /** pay of operators, in tokens, at the clearing price, and as far as it was turned into cash */
  readonly subsidyTokens: number;
  readonly subsidyUsdAtClearing: number;
  readonly subsidyUsdCashed: number;
}

/**
 * Customers pay operators and the protocol, operators pay for energy with what they have and what they sell, and the pool clears
 * sales Q and purchases B at one price.
 *
 *   p (x + Q (1 - fee)) = y + B     Q = q + phi (pay - q)     q p (1 - fee) = need = max(0, energy - cash)
 *   ->  p = (y + B - (1 - phi) need) / (x + phi pay (1 - fee))
 *
 * @throws RangeError for amounts below 0, shares outside 0..1, a split that does not sum to 1, an empty pool, and where customers
 *   or the protocol spend more than they have, or operators cannot pay for energy even by selling all their pay
 */
export function closeEpoch(epoch: LedgerEpoch): ClosedEpoch {
  check(epoch);
  const { openingUsd, poolTokens, minted, split, spendUsd, takeRate, buybackUsd, energyUsd, poolFee } = epoch;
  const fees = (1 - takeRate) * spendUsd;
  const cash = openingUsd.operators + fees;
  const pay = minted * split.miners;
  const { price, soldTokens } = clearing(epoch, Math.max(0, energyUsd - cash), pay);
  const proceeds = soldTokens * (1 - poolFee) * price;
  const burnedTokens = buybackUsd / price;
  const closingTokens = {
    operators: pay - soldTokens,
    validators: minted * split.validators,
    owner: minted * split.owner,
    pool: poolTokens + soldTokens - burnedTokens,
  };
  const closingUsd = {
    customers: openingUsd.customers - spendUsd,
    operators: cash + proceeds - energyUsd,
    protocol: openingUsd.protocol + takeRate * spendUsd - buybackUsd,
    pool: openingUsd.pool + buybackUsd - proceeds,
    outside: openingUsd.outside + energyUsd,
  };
  return {
    price,
    soldTokens,
    burnedTokens,
    closingUsd,
    closingTokens,
    supply: total(closingTokens),
    sumUsd: total(closingUsd),
    operatorFeesUsd: fees,
    subsidyTokens: pay,
    subsidyUsdAtClearing: pay * price,
    subsidyUsdCashed: proceeds,
  };
}

/** The one price, and what operators sell at it. */
function clearing(epoch: LedgerEpoch, needUsd: number, pay: number): { price: number; soldTokens: number } {
  const { poolTokens, poolFee, habitShare, buybackUsd } = epoch;
  const money = epoch.openingUsd.pool + buybackUsd;
  const price = (money - (1 - habitShare) * needUsd) / (poolTokens + habitShare * pay * (1 - poolFee));
  const cover = needUsd === 0 ? 0 : needUsd / (price * (1 - poolFee));
  // Just enough may miss all of the pay by rounding.
  if (!(price > 0 && cover <= pay * (1 + 1e-12)))
    throw new RangeError(
      `closeEpoch: energyUsd is ${epoch.energyUsd}; expected no more than operators have or can sell`,
    );
  return { price, soldTokens: Math.min(pay, cover + habitShare * (pay - cover)) };
}

function check(epoch: LedgerEpoch): void {
  const { openingUsd, split, spendUsd, takeRate, buybackUsd, habitShare, poolFee } = epoch;
  const { minted, energyUsd } = epoch;
  for (const [name, value] of Object.entries({ ...openingUsd, minted, spendUsd, buybackUsd, energyUsd }))
    amount("closeEpoch", name, value);
  for (const [name, value] of Object.entries({ ...split, takeRate, habitShare, poolFee }))
    fraction("closeEpoch", name, value);
  positive("closeEpoch", "poolTokens", epoch.poolTokens);
  positive("closeEpoch", "openingUsd.pool", openingUsd.pool);
  positive("closeEpoch", "1 - poolFee", 1 - poolFee);
  if (Math.abs(total(split) - 1) > 1e-12) throw new RangeError(`closeEpoch: split sums to ${total(split)}; expected 1`);
  atMost("spendUsd", spendUsd, openingUsd.customers);
  atMost("buybackUsd", buybackUsd, openingUsd.protocol + takeRate * spendUsd);
}

function atMost(name: string, value: number, most: number): void {
  if (value > most)
    throw new RangeError(`closeEpoch: ${name} is ${value}; expected no more than the payer has, ${most}`);
}

const total = (parts: Readonly<Record<string, number>>): number =>
  Object.values(parts).reduce((sum, part) => sum + part, 0);
