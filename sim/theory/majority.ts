/** Votes and committees some of whose members collude. Source: docs/economy.md, "Trust". */
import { count, fraction } from "./domain.ts";

/**
 * Chance that colluders hold the majority of k voters drawn at random.   sum_{j > k/2} C(k, j) a^j (1 - a)^(k - j)
 *
 * With k = 2 m + 1 and a < 1/2 the largest term is j = m + 1,
 *
 *   a prod_{i=1..m} (1 - 1/(2 i + 2)) (1 - (1 - 2 a)^2)^m
 *
 * and the others follow by their ratio, so nothing overflows for any k; above 1/2 it is one minus the other side's chance.
 *
 * @param voters         k, odd, so that there is no tie
 * @param colludingShare a: fraction of the population that votes for the same wrong answer
 * @throws RangeError for even k and shares outside 0..1
 */
export function majorityWrong(voters: number, colludingShare: number): number {
  count("majorityWrong", "voters", voters, 1);
  fraction("majorityWrong", "colludingShare", colludingShare);
  if (voters % 2 === 0) throw new RangeError(`majorityWrong: voters is ${voters}; expected an odd number`);
  return colludingShare > 0.5 ? 1 - upperTail(voters, 1 - colludingShare) : upperTail(voters, colludingShare);
}

function upperTail(k: number, a: number): number {
  const m = (k - 1) / 2;
  if (m === 0) return a;
  let central = a;
  for (let i = 1; i <= m; i++) central *= 1 - 1 / (2 * i + 2);
  const odds = a / (1 - a);
  let term = 1;
  let tail = 0;
  for (let j = m + 1; j <= k && tail + term > tail; j++) {
    tail += term;
    term *= ((k - j) / (j + 1)) * odds;
  }
  return central * Math.exp(m * Math.log1p(-((1 - 2 * a) ** 2))) * tail;
}

/**
 * Chance that a committee has somebody honest in it, who then reports a cheat: what takes the place of d where the asserter
 * may collude with its auditors.   1 - r^n
 *
 * @param adversaryShare r: fraction of validators who would cover the asserter
 * @param validators     n drawn to check it
 * @throws RangeError for shares outside 0..1 and less than one validator
 */
export function committeeDetection(adversaryShare: number, validators: number): number {
  fraction("committeeDetection", "adversaryShare", adversaryShare);
  count("committeeDetection", "validators", validators, 1);
  return adversaryShare === 1 ? 0 : -Math.expm1(validators * Math.log(adversaryShare));
}
