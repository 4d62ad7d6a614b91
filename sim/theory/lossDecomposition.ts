/** What a loss is made of. Source: docs/theory.md, equation 36; closed form `loss-decomposition`. */
import { amount, count } from "./domain.ts";

/** What is left of a product, and the part of each factor in the loss. */
export interface LogShares<K extends string> {
  /** product with the cut over product with the subsidy kept; undefined where nothing is kept */
  readonly retention: number | undefined;
  /** ln(cut / kept); undefined where either product is 0 */
  readonly logRatios: Readonly<Record<K, number>> | undefined;
  /** ln ratio / ln retention, sum 1; undefined where either product is 0, and where nothing is lost or won */
  readonly shares: Readonly<Record<K, number>> | undefined;
}

/**
 * Shares of named factors in the change of their product.
 *
 *   ln retention = sum_k ln(cut_k / kept_k)     share_k = ln(cut_k / kept_k) / ln retention
 *
 * A share is below 0 where its factor made up for others. Near a retention of 1 shares grow beyond all bounds: read log ratios.
 *
 * @param kept factors with the subsidy kept, 0 or more
 * @param cut  the same factors with the cut
 * @throws RangeError for factors below 0 and names that disagree
 */
export function logShares<K extends string>(
  kept: Readonly<Record<K, number>>,
  cut: Readonly<Record<K, number>>,
): LogShares<K> {
  const names = Object.keys(kept) as K[];
  if (names.length !== Object.keys(cut).length || names.some((name) => !(name in cut)))
    throw new RangeError(`logShares: cut has ${Object.keys(cut).join(", ")}; expected ${names.join(", ")}`);
  for (const name of names) {
    amount("logShares", `kept.${name}`, kept[name]);
    amount("logShares", `cut.${name}`, cut[name]);
  }
  const some = (of: Readonly<Record<K, number>>) => names.every((name) => of[name] > 0);
  const retention = some(kept) ? names.reduce((product, name) => (product * cut[name]) / kept[name], 1) : undefined;
  if (!some(kept) || !some(cut)) return { retention, logRatios: undefined, shares: undefined };
  const mapped = (f: (name: K) => number) =>
    Object.fromEntries(names.map((name) => [name, f(name)])) as Record<K, number>;
  const logRatios = mapped((name) => Math.log(cut[name] / kept[name]));
  const total = names.reduce((all, name) => all + logRatios[name], 0);
  // ln(2/3) and ln(3/2) add up to a rounding error, which is no total to take shares of.
  const moved = names.reduce((all, name) => all + Math.abs(logRatios[name]), 0);
  const stays = Math.abs(total) <= 1e-12 * moved;
  return { retention, logRatios, shares: stays ? undefined : mapped((name) => logRatios[name] / total) };
}

/** More players would ask for more than a million values. */
const MOST_PLAYERS = 20;

/**
 * Shapley shares: what each player adds to a value, on average over all orders in which players can join.
 *
 *   phi_i = sum_{S without i} |S|! (n - |S| - 1)! / n! (v(S + i) - v(S));   their sum is v(all) - v(none)
 *
 * @param players n, 0 to 20
 * @param value   v of a set of players, bit i standing for player i; asked once for each of the 2^n sets
 * @returns [players] in the unit of `value`
 * @throws RangeError for a number of players that is not whole, or above 20
 */
export function shapley(players: number, value: (mask: number) => number): Float64Array {
  count("shapley", "players", players);
  if (players > MOST_PLAYERS)
    throw new RangeError(`shapley: players is ${players}; expected ${MOST_PLAYERS} or less, since every set is asked`);
  const values = Float64Array.from({ length: 2 ** players }, (_, mask) => value(mask));
  // Weight of a set by its size: the share of orders in which just these come first, and then a given player.
  const weights = new Float64Array(players);
  for (let size = 0, choose = 1; size < players; choose = (choose * (players - 1 - size)) / ++size)
    weights[size] = 1 / (players * choose);
  const shares = new Float64Array(players);
  for (let mask = 0; mask < values.length; mask++) {
    const size = bits(mask);
    for (let i = 0; i < players; i++)
      if ((mask & (1 << i)) === 0) shares[i]! += weights[size]! * (values[mask | (1 << i)]! - values[mask]!);
  }
  return shares;
}

function bits(mask: number): number {
  let set = 0;
  for (let rest = mask; rest > 0; rest &= rest - 1) set++;
  return set;
}
