import { DAYS_PER_YEAR, SECONDS_PER_DAY } from "../core/clock.ts";
import { mechanism } from "../core/slot.ts";
import { duration, notNegative, positive, positiveDuration, tokens } from "../units.ts";
import type { Emission } from "./contract.ts";

/**
 * Two decaying parts: one by time, one by the network's time theta, which runs behind while capacity is below a baseline.
 *
 *   M(t) = simple (1 - e^(-lambda t)) + gated (1 - e^(-lambda theta(t)))        lambda = ln 2 / halfLife
 *   theta = ln(1 + g R / b0) / g        R = integral of min(b(s), P(s)) ds
 *   b(s) = b0 e^(g s)                   P(s) = P0 e^(h s)                       g, h = ln(1 + growth a year) / 365
 *
 * With `lead` the simple part is that of t - lead from the start on, as in the code of the chain, whose first epoch pays
 * simple (e^lambda - 1). The integral is exact. P is capacity on a path of constant growth. Source: docs/economy.md, "Emission"; filecoin-project/specs,
 * "Block Reward Minting".
 */
export const baseline = mechanism(
  "baseline",
  "Two decaying parts, one by time and one by network time, which runs behind while capacity is below a growing " +
    "baseline (Filecoin): M = simple (1 - e^(-lambda t)) + gated (1 - e^(-lambda theta)). Source: docs/economy.md, Emission.",
  {
    simple: tokens.describe("tokens of the part that decays by time"),
    gated: tokens.describe("tokens of the part that decays by network time"),
    halfLife: positiveDuration.describe("time after which half of a part is minted"),
    lead: duration
      .prefault("0 s")
      .describe("time by which the simple part is paid as if earlier; 30 s, an epoch, in the chain's code"),
    openingBaseline: positive.describe("b0: baseline at the start, in the unit of capacity"),
    baselineGrowth: notNegative.describe("growth of the baseline a year, 1 for doubling"),
    openingCapacity: positive.describe("P0: capacity of the network at the start, in the unit of the baseline"),
    capacityGrowth: notNegative.describe("growth of capacity a year"),
  },
  (parameters, { clock }): Emission => {
    const { simple, gated, halfLife, lead, openingBaseline: b0, openingCapacity: p0 } = parameters;
    const g = perDay(parameters.baselineGrowth);
    const h = perDay(parameters.capacityGrowth);
    const lambda = (Math.LN2 * SECONDS_PER_DAY) / halfLife;
    const dayOf = (block: number) => (block * clock.blockSeconds) / SECONDS_PER_DAY;
    const minted = (total: number, from: number, days: number) =>
      total * Math.exp(-lambda * from) * -Math.expm1(-lambda * days);
    const theta = (day: number) => networkTime(realised(day, b0, g, p0, h), b0, g);
    return {
      mint(from, to) {
        const began = theta(dayOf(from));
        return (
          minted(simple, dayOf(from) - lead / SECONDS_PER_DAY, dayOf(to - from)) +
          minted(gated, began, theta(dayOf(to)) - began)
        );
      },
      follows: "time",
      cap: simple * Math.exp((lambda * lead) / SECONDS_PER_DAY) + gated,
    };
  },
);

const perDay = (growth: number) => Math.log1p(growth) / DAYS_PER_YEAR;

/**
 * Time that the network is at: when the baseline's own integral has reached what was realised.
 *
 *   theta = ln(1 + g R / b0) / g,  R / b0 without growth
 *
 * @param realised R: capacity x days
 * @param opening b0: capacity
 * @param growth g: per day
 * @returns days
 */
export function networkTime(realised: number, opening: number, growth: number): number {
  return growth === 0 ? realised / opening : Math.log1p((growth * realised) / opening) / growth;
}

/** Integral over [0, day) of the smaller of baseline and capacity, which cross at most once. */
function realised(day: number, b0: number, g: number, p0: number, h: number): number {
  if (g === h) return grown(Math.min(b0, p0), g, 0, day);
  const meeting = Math.log(p0 / b0) / (g - h);
  // Paths that have met already, or meet as they begin, part from then on.
  const crossing = meeting > 0 ? Math.min(day, meeting) : day;
  const baselineFirst = p0 > b0 || (p0 === b0 && h > g);
  const [first, firstGrowth, second, secondGrowth] = baselineFirst ? [b0, g, p0, h] : [p0, h, b0, g];
  return grown(first, firstGrowth, 0, crossing) + grown(second, secondGrowth, crossing, day);
}

/** Integral of x0 e^(g s) over [from, to). */
function grown(x0: number, g: number, from: number, to: number): number {
  return g === 0 ? x0 * (to - from) : (x0 * Math.exp(g * from) * Math.expm1(g * (to - from))) / g;
}
