import { floats } from "../core/arrays.ts";
import type { Offer } from "./contract.ts";
import { meanWait, routed, services } from "./routing.ts";

/** From so many who serve on, operators alike are counted together; below, the plain sums are as quick, to the last bit. */
const MANY = 64;

/** Those who serve, each run of operators alike in a row as one. All [runs]. */
interface Runs extends Pick<Offer, "capacity" | "servers" | "serviceSeconds"> {
  readonly attraction: Float64Array;
}

/**
 * Mean wait of a number of requests, routed as `routed` does and with the wait of `meanWait`, when it is asked many times of one
 * epoch. Below `MANY` operators it is theirs to the last bit, from there on to 1e-10, as rounding grows near a full queue.
 *
 * PERF: a search of the wait asks some dozen times. Runs of operators alike count as one queue of theirs, and the level to which
 * they fill is looked for from the last one: 33 us a question of 1,000 that differ, where routing them takes 64.
 */
export function waitsOf(offer: Offer, attraction: Float64Array, most: number): (requests: number) => number {
  const { capacity } = offer;
  let serving = 0;
  for (let j = 0; j < capacity.length; j++) if (capacity[j]! > 0) serving += 1;
  if (serving < MANY) return (requests) => meanWait(routed(requests, attraction, capacity, most), offer);
  const runs = runsOf(offer, attraction, serving);
  let level = 0;
  return (requests) => {
    if (!(requests > 0)) return NaN;
    level = levelOf(requests, runs, most, level);
    return level < Infinity
      ? waitAt(level, runs, most)
      : meanWait(routed(requests, runs.attraction, runs.capacity, most), runs);
  };
}

/**
 * Requests per attraction at which runs take an amount, nobody above its room; what one cannot take goes to the others.
 *
 *   level: sum_r min(level x attraction_r, most x capacity_r) = amount
 *   level = (amount - room of the full) / attraction of the others
 *
 * The left side bends down only, so a round never goes beyond the level, whatever it starts from.
 *
 * @param start a level near it; 0 for nothing known
 * @returns Infinity where all who attract are full
 */
function levelOf(amount: number, { attraction, capacity }: Runs, most: number, start: number): number {
  let level = start < Infinity ? start : 0;
  for (let filled = -1; ;) {
    let left = amount;
    let open = 0;
    let full = 0;
    for (let r = 0; r < attraction.length; r++) {
      const own = attraction[r]!;
      if (!(own > 0)) continue;
      const room = capacity[r]! * most;
      if (level * own >= room) {
        left -= room;
        full += 1;
      } else open += own;
    }
    if (full === filled) return level;
    if (open > 0) {
      level = left / open;
      filled = full;
    } else if (left > 0 || filled >= 0 || level === 0) return Infinity;
    else level = 0;
  }
}

/** Mean wait of runs that take requests at a level, but for those that are full. */
function waitAt(level: number, { attraction, capacity, servers, serviceSeconds }: Runs, most: number): number {
  let answered = 0;
  let waiting = 0;
  let [load, units, inServices] = [NaN, NaN, NaN];
  for (let r = 0; r < attraction.length; r++) {
    if (!(attraction[r]! > 0)) continue;
    const own = Math.min(most, (level * attraction[r]!) / capacity[r]!);
    if (own !== load || servers[r] !== units) {
      load = own;
      units = servers[r]!;
      inServices = services(load, units);
    }
    const served = own * capacity[r]!;
    answered += served;
    waiting += served * serviceSeconds[r]! * inServices;
  }
  return answered > 0 ? waiting / answered : NaN;
}

/** Operators that serve, those next to each other merged that are alike in all but their id. */
function runsOf(offer: Offer, attraction: Float64Array, serving: number): Runs {
  const { capacity, servers, serviceSeconds } = offer;
  const runs = {
    attraction: floats(serving),
    capacity: floats(serving),
    servers: floats(serving),
    serviceSeconds: floats(serving),
  };
  let r = -1;
  let last = -1;
  for (let j = 0; j < capacity.length; j++) {
    if (!(capacity[j]! > 0)) continue;
    const isAlike =
      last >= 0 &&
      attraction[j] === attraction[last] &&
      capacity[j] === capacity[last] &&
      serviceSeconds[j] === serviceSeconds[last] &&
      servers[j] === servers[last];
    last = j;
    if (!isAlike) r += 1;
    runs.attraction[r]! += attraction[j]!;
    runs.capacity[r]! += capacity[j]!;
    runs.servers[r] = servers[j]!;
    runs.serviceSeconds[r] = serviceSeconds[j]!;
  }
  return {
    attraction: runs.attraction.subarray(0, r + 1),
    capacity: runs.capacity.subarray(0, r + 1),
    servers: runs.servers.subarray(0, r + 1),
    serviceSeconds: runs.serviceSeconds.subarray(0, r + 1),
  };
}
