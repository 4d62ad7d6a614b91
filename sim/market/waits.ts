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
 * PERF: a search of the wait asks some dozen times. Runs of operators alike count as one queue of theirs, and as long as
 * nobody is full shares do not depend on the requests, so a question costs one division a run.
 */
export function waitsOf(offer: Offer, attraction: Float64Array, most: number): (requests: number) => number {
  const { capacity } = offer;
  let serving = 0;
  for (let j = 0; j < capacity.length; j++) if (capacity[j]! > 0) serving += 1;
  if (serving < MANY) return (requests) => meanWait(routed(requests, attraction, capacity, most), offer);
  const runs = runsOf(offer, attraction, serving);
  const n = runs.capacity.length;
  let total = 0;
  for (let r = 0; r < n; r++) total += runs.attraction[r]!;
  const share = floats(n);
  const loadPerRequest = floats(n);
  let fullest = 0;
  for (let r = 0; r < n; r++) {
    share[r] = (runs.attraction[r]! / total) * runs.serviceSeconds[r]!;
    loadPerRequest[r] = runs.attraction[r]! / total / runs.capacity[r]!;
    fullest = Math.max(fullest, loadPerRequest[r]!);
  }
  return (requests) => {
    if (!(requests > 0)) return NaN;
    if (requests * fullest >= most) return meanWait(routed(requests, runs.attraction, runs.capacity, most), runs);
    let seconds = 0;
    for (let r = 0; r < n; r++) {
      if (share[r]! > 0) seconds += share[r]! * services(requests * loadPerRequest[r]!, runs.servers[r]!);
    }
    return seconds;
  };
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
