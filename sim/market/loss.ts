import { floats } from "../core/arrays.ts";
import { sum } from "../core/matrix.ts";
import { weightedMean } from "../core/stats.ts";
import { lostShare } from "../theory/queues.ts";
import type { Offer } from "./contract.ts";

/**
 * Requests answered where none may wait: each goes to one miner, and is refused when all of its c units are busy.
 *
 *   served_j = asked_j (1 - B(c_j, a_j))        a_j = c_j asked_j / capacity_j, busy units that would answer all
 *   1 - B_c = c / (c + a B_(c-1)), which keeps its digits where nearly all are refused
 *
 * @param attraction [operators] how requests are spread; some are positive wherever anybody serves
 * @returns [operators] requests answered
 * Source: docs/customers.md, equation 12; closed form `loss-system`.
 */
export function withoutQueue(
  requests: number,
  attraction: Float64Array,
  { capacity, servers }: Pick<Offer, "capacity" | "servers">,
): Float64Array {
  const total = sum(attraction);
  const served = floats(capacity.length);
  for (let j = 0; j < served.length; j++) {
    if (!(attraction[j]! > 0) || !(requests > 0)) continue;
    const asked = (requests * attraction[j]!) / total;
    const [c, load] = [servers[j]!, (servers[j]! * asked) / capacity[j]!];
    served[j] = (asked * c) / (c + load * lostShare(load, c - 1));
  }
  return served;
}

/** Mean seconds to an answer where nobody waits: those of service. NaN where nothing is served. */
export const lossWait = (served: Float64Array, { serviceSeconds }: Pick<Offer, "serviceSeconds">): number =>
  weightedMean(serviceSeconds, served);
