import { floats } from "../core/arrays.ts";
import { sum } from "../core/matrix.ts";
import { cosmetatosWait } from "../theory/queues.ts";
import type { Offer } from "./contract.ts";

/** How strongly each available miner attracts requests: reputation^theta; capacity alone where nobody has a reputation yet. */
export function pull({ reputation, capacity }: Pick<Offer, "reputation" | "capacity">, theta: number): Float64Array {
  const attraction = floats(capacity.length);
  let attracts = false;
  for (let j = 0; j < attraction.length; j++) {
    if (!(capacity[j]! > 0)) continue;
    const own = theta === 1 ? reputation[j]! : reputation[j]! ** theta;
    attraction[j] = own;
    if (own > 0) attracts = true;
  }
  return attracts ? attraction : capacity;
}

/** What customers prefer in place of a reputation, among those who serve; undefined where they prefer nobody who does. */
export function preferred(
  preference: Float64Array | undefined,
  { capacity }: Pick<Offer, "capacity">,
): Float64Array | undefined {
  const open = preference?.map((share, j) => (capacity[j]! > 0 ? share : 0));
  return open?.some((share) => share > 0) ? open : undefined;
}

/** `amount` shared in proportion to `pull`, nobody above `room`; what one cannot take goes to the others. */
function fill(amount: number, pull: Float64Array, room: Float64Array): Float64Array {
  const n = room.length;
  const filled = floats(n);
  const open = floats(n);
  for (let j = 0; j < n; j++) if (room[j]! > 0) open[j] = pull[j]!;
  let left = amount;
  for (;;) {
    const total = sum(open);
    if (!(total > 0) || !(left > 0)) return filled;
    let overflowed = false;
    const perPull = left / total;
    for (let j = 0; j < n; j++) {
      if (open[j]! > 0 && perPull * open[j]! >= room[j]!) {
        filled[j] = room[j]!;
        left -= room[j]!;
        open[j] = 0;
        overflowed = true;
      }
    }
    if (overflowed) continue;
    for (let j = 0; j < n; j++) if (open[j]! > 0) filled[j] = perPull * open[j]!;
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
  return unfilled(requests, pull, capacity, most) ?? filledUp(requests, pull, capacity, most);
}

/**
 * The same as long as nobody is full, to the last bit; undefined where somebody is.
 * PERF: three passes and one array in place of a dozen and four; most epochs of most runs are such.
 */
function unfilled(
  requests: number,
  pull: Float64Array,
  capacity: Float64Array,
  most: number,
): Float64Array | undefined {
  const total = sum(pull);
  if (!(total > 0) || !(requests > 0)) return undefined;
  const served = floats(capacity.length);
  const perPull = requests / total;
  let asked = 0;
  let all = 0;
  for (let j = 0; j < served.length; j++) {
    const own = perPull * pull[j]!;
    if (own > 0 && own >= capacity[j]! * most) return undefined;
    served[j] = own;
    asked += own;
    all += capacity[j]!;
  }
  const left = requests - asked;
  if (!(left > 0)) return served;
  const perCapacity = left / all;
  for (let j = 0; j < served.length; j++) {
    const more = perCapacity * capacity[j]!;
    if (more > 0 && more >= capacity[j]! * most - served[j]!) return undefined;
    served[j]! += more;
  }
  return served;
}

function filledUp(requests: number, pull: Float64Array, capacity: Float64Array, most: number): Float64Array {
  const room = floats(capacity.length);
  for (let j = 0; j < room.length; j++) room[j] = capacity[j]! * most;
  const asked = fill(requests, pull, room);
  const left = requests - sum(asked);
  if (!(left > 0)) return asked;
  for (let j = 0; j < room.length; j++) room[j]! -= asked[j]!;
  const spilled = fill(left, capacity, room);
  for (let j = 0; j < asked.length; j++) asked[j]! += spilled[j]!;
  return asked;
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
  { capacity, servers, serviceSeconds }: Pick<Offer, "capacity" | "servers" | "serviceSeconds">,
): number {
  let answered = 0;
  let waiting = 0;
  // PERF: neighbours are often alike, and a queue costs more than all else here.
  let [load, units, inServices] = [NaN, NaN, NaN];
  for (let j = 0; j < served.length; j++) {
    if (!(served[j]! > 0)) continue;
    const own = served[j]! / capacity[j]!;
    if (own !== load || servers[j] !== units) {
      load = own;
      units = servers[j]!;
      inServices = services(load, units);
    }
    answered += served[j]!;
    waiting += served[j]! * serviceSeconds[j]! * inServices;
  }
  return answered > 0 ? waiting / answered : NaN;
}

/** Time from request to answer at a load from 0 to below 1, in services. */
export const services = (load: number, servers: number): number =>
  1 + (servers === 1 ? load / (2 * (1 - load)) : cosmetatosWait(load * servers, servers, 1));
