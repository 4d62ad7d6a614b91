import { sum } from "../core/matrix.ts";
import { cosmetatosWait } from "../theory/queues.ts";
import type { RouteInput } from "./contract.ts";

/** How strongly each available miner attracts requests: reputation^theta; capacity alone where nobody has a reputation yet. */
export function pull(
  { reputation, capacity }: Pick<RouteInput, "reputation" | "capacity">,
  theta: number,
): Float64Array {
  const attraction = capacity.map((c, j) => (c > 0 ? reputation[j]! ** theta : 0));
  return attraction.some((a) => a > 0) ? attraction : capacity;
}

/** `amount` shared in proportion to `pull`, nobody above `room`; what one cannot take goes to the others. */
function fill(amount: number, pull: Float64Array, room: Float64Array): Float64Array {
  const filled = new Float64Array(room.length);
  const open = pull.map((p, j) => (room[j]! > 0 ? p : 0));
  let left = amount;
  for (;;) {
    let total = 0;
    for (const p of open) total += p;
    if (!(total > 0) || !(left > 0)) return filled;
    let overflowed = false;
    const perPull = left / total;
    for (let j = 0; j < open.length; j++) {
      if (open[j]! > 0 && perPull * open[j]! >= room[j]!) {
        filled[j] = room[j]!;
        left -= room[j]!;
        open[j] = 0;
        overflowed = true;
      }
    }
    if (overflowed) continue;
    for (let j = 0; j < open.length; j++) if (open[j]! > 0) filled[j] = perPull * open[j]!;
    return filled;
  }
}

/**
 * Requests given to miners in proportion to a pull, nobody above a share of its capacity; what one cannot take goes to the
 * others, at last to those that attract none.
 *
 * @param requests of the epoch
 * @param pull     [operators] how strongly each attracts
 * @param capacity [operators] requests that each could answer
 * @param most     share of capacity that is filled at most, fraction
 * @returns [operators] requests answered
 * Source: docs/economy.md, "Market".
 */
export function routed(requests: number, pull: Float64Array, capacity: Float64Array, most: number): Float64Array {
  const room = capacity.map((c) => c * most);
  const asked = fill(requests, pull, room);
  const free = room.map((open, j) => open - asked[j]!);
  const spilled = fill(requests - sum(asked), capacity, free);
  return asked.map((a, j) => a + spilled[j]!);
}

/**
 * Mean seconds from request to answer over what is served. Each miner is one queue before its units of hardware, with constant
 * service time (M/D/c, c units):
 *
 *   wait_j = s_j + Wq_j        rho_j = served_j / capacity_j
 *   c = 1:  Wq_j = s_j rho_j / (2 (1 - rho_j)), exact        c > 1:  the approximation of Cosmetatos
 *
 * PERF: the approximation costs c steps of Erlang's recursion, the exact wait thousands of terms near a full queue. Over c of 2 to 64
 * and loads up to 0.97 the approximate time from request to answer is within 0.2% of the exact one.
 *
 * @returns seconds; NaN where nothing is served
 * Source: docs/economy.md, equation 22; closed form `queue-wait`.
 */
export function meanWait(
  served: Float64Array,
  { capacity, servers, serviceSeconds }: Pick<RouteInput, "capacity" | "servers" | "serviceSeconds">,
): number {
  let answered = 0;
  let waiting = 0;
  for (let j = 0; j < served.length; j++) {
    if (!(served[j]! > 0)) continue;
    answered += served[j]!;
    waiting += served[j]! * serviceSeconds[j]! * services(served[j]! / capacity[j]!, servers[j]!);
  }
  return answered > 0 ? waiting / answered : NaN;
}

/** Time from request to answer at a load from 0 to below 1, in services. */
const services = (load: number, servers: number): number =>
  1 + (servers === 1 ? load / (2 * (1 - load)) : cosmetatosWait(load * servers, servers, 1));
