/** What customers meet in tests: an epoch of a day, nobody serving, no subsidy and no shock unless said. */
import type { Demand, DemandInput, Lived } from "../../sim/demand/contract.ts";

/** What a rule of demand is asked at its start. */
export const asked = (rule: Demand, wish: Partial<DemandInput> = {}): DemandInput => {
  const providers = wish.providers ?? { ids: [], capacity: new Float64Array(0) };
  return {
    beliefs: rule.openingBeliefs,
    customers: rule.openingCustomers?.(providers.ids.length) ?? {},
    usdPerRequest: 0.01,
    latencySeconds: 0,
    epoch: 0,
    day: 0,
    epochDays: 1,
    subsidyMultiplier: 0,
    marketFactor: 1,
    cloudPriceFactor: 1,
    ...wish,
    providers,
  };
};

/** Some operators, `capacity` requests an epoch each. */
export const operators = (n: number, capacity = 1e9): DemandInput["providers"] => ({
  ids: Array.from({ length: n }, (_, j) => `operator/${j}`),
  capacity: new Float64Array(n).fill(capacity),
});

/** An epoch in which every operator answered, with these qualities, all that it was asked. */
export function lived(rule: Demand, input: DemandInput, quality: readonly number[]): Lived {
  const { requests, preference } = rule.wanted(input);
  const total = requests.reduce((all, of) => all + of, 0);
  const answered = Float64Array.from(quality, (_, j) => total * (preference?.[j] ?? 1 / quality.length));
  const experienced = quality.reduce((all, q, j) => all + q * answered[j]!, 0) / total;
  return { ...input, served: requests, experienced, answered, quality: Float64Array.from(quality) };
}
