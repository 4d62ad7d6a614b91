import { copyOf } from "../core/arrays.ts";
import { emaWeight } from "../core/clock.ts";
import { normalizeRows, type Matrix } from "../core/matrix.ts";
import { mechanism } from "../core/slot.ts";
import { duration, fraction } from "../units.ts";
import type { Scoring, ScoringInput } from "./contract.ts";
import { kept } from "./shared.ts";

/** How steeply pay falls with what cannot be believed. */
const EXPONENT = 2.5;

/** Names of what is kept: the pass rate, and the claim at the last look. */
const [CREDIBILITY, CLAIM] = ["credibility", "claim"] as const;

/**
 * What a miner claims to hold, times how often its claims proved true.
 *
 *   e_ij = claim_j c_ij^2.5      W_ij = e_ij^2 / sum_k e_ik^2
 *   c' = c + a (pass - c) from 0, pass = 1 where an audit found at least `passAbove`; a claim that grows costs c x (old/new)^(1/2.5)
 *
 * so growth earns nothing until audits have confirmed it. The claim is the capacity offered, in requests a day.
 * Source: docs/economy.md, "Scoring"; the data subnets.
 */
export const credibility = mechanism(
  "credibility",
  "What a miner claims, the capacity it offers, times how often audits passed: e = claim x c^2.5 and W_ij = e_ij^2 / " +
    "sum_k e_ik^2. c averages passes over `memory` from 0; a claim that grows costs c x (old / new)^(1 / 2.5), so that it earns " +
    "nothing until audits confirm it. Source: docs/economy.md, Scoring.",
  {
    passAbove: fraction.default(0.5).describe("quality that an audit must find for a pass"),
    memory: duration.prefault("6 days").describe("time constant over which passes are averaged"),
  },
  ({ passAbove, memory: tauSeconds }, { clock }): Scoring => {
    const weight = emaWeight(clock.epochSeconds, tauSeconds);
    return {
      keeps: [CREDIBILITY, CLAIM],
      score(input) {
        const { credibility, claim } = believed(input, clock.epochDays, passAbove, weight);
        const data = claim.data.map((size, k) => (size > 0 ? (size * credibility.data[k]! ** EXPONENT) ** 2 : 0));
        return { weights: normalizeRows({ ...claim, data }), memory: { [CREDIBILITY]: credibility, [CLAIM]: claim } };
      },
    };
  },
);

/** Pass rates and claims after an epoch, for pairs of which an audit was ever seen; the claim of one that offers nothing stays. */
function believed(
  { estimates, memory, capacity }: ScoringInput,
  epochDays: number,
  passAbove: number,
  weight: number,
): { credibility: Matrix; claim: Matrix } {
  const { rows, cols } = estimates;
  const [before, claimed] = [kept(memory, CREDIBILITY, estimates), kept(memory, CLAIM, estimates)];
  const [c, claim] = [copyOf(before.data), copyOf(claimed.data)];
  for (let k = 0; k < c.length; k++) {
    const found = estimates.data[k]!;
    if (Number.isNaN(found) && Number.isNaN(c[k]!)) continue;
    const offered = capacity[k % cols]! / epochDays;
    if (offered > claim[k]!) c[k]! *= (claim[k]! / offered) ** (1 / EXPONENT);
    if (offered > 0) claim[k] = offered;
    if (Number.isNaN(found)) continue;
    const old = Number.isNaN(c[k]!) ? 0 : c[k]!;
    c[k] = old + weight * ((found >= passAbove ? 1 : 0) - old);
  }
  const as = (data: Float64Array): Matrix => ({ rows, cols, data });
  return { credibility: as(c), claim: as(claim) };
}
