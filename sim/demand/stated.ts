import { emaWeight, type Clock } from "../core/clock.ts";
import type { Demand, DemandInput, Wanted } from "./contract.ts";
import { response, type Response } from "./response.ts";
import { beliefsAlone, worth } from "./value.ts";

/** One segment, `all`, whose requests are those stated for an epoch times its response to the offer. */
export const stated = (
  rule: Response & { readonly learning: number },
  clock: Clock,
  requestsOf: (input: DemandInput) => number,
): Demand => ({
  segments: ["all"],
  openingBeliefs: Float64Array.of(rule.belief),
  ignoresWait: rule.usdPerSecond === 0 || rule.elasticity === 0,
  wanted: (input) => wantedOf(rule, input, requestsOf(input)),
  learn: (lived) => beliefsAlone(lived, emaWeight(clock.epochSeconds, rule.learning)),
  value: (_, quality) => worth(rule.worth, quality),
});

/**
 * @param base requests of the epoch at the offer for which demand is stated
 * Shares are of the market that there is at most; the surplus counts each request at v(b) - P - c L.
 */
function wantedOf(rule: Response, input: DemandInput, base: number): Wanted {
  const { usdPerRequest, latencySeconds, beliefs, marketFactor } = input;
  const here = response(rule, usdPerRequest, latencySeconds, beliefs[0]!);
  const requests = base * marketFactor * here;
  const each = worth(rule.worth, beliefs[0]!) - usdPerRequest - rule.usdPerSecond * latencySeconds;
  return {
    requests: Float64Array.of(requests),
    networkShare: Float64Array.of(here / rule.most),
    cloudShare: Float64Array.of(0),
    nothingShare: Float64Array.of(1 - here / rule.most),
    surplusUsd: Float64Array.of(requests * each),
  };
}
