/**
 * Closed forms of queues: waiting before service, in the unit of the service time, and requests lost where none may wait.
 * Arrivals are Poisson. `load` is a = arrivals per second x seconds of service, in busy servers; rho = a / servers.
 * Source: docs/economy.md, "Market"; closed forms `queue-wait`, `loss-system`.
 */
import { amount, count } from "./domain.ts";

/** Wait in M/M/1, exponential service.   Wq = rho / (mu - lambda) @throws RangeError where the queue never ends */
export function mm1Wait(load: number, serviceSeconds: number): number {
  return mmcWait(load, 1, serviceSeconds);
}

/** Wait in M/D/1, constant service: half of that of M/M/1.   Wq = s rho / (2 (1 - rho)) */
export function md1Wait(load: number, serviceSeconds: number): number {
  return mm1Wait(load, serviceSeconds) / 2;
}

/**
 * Erlang B: share of requests lost where none may wait.   B_k = a B_(k-1) / (k + a B_(k-1)), B_0 = 1
 * @throws RangeError for a load below 0 and servers that are no whole number
 */
export function lostShare(load: number, servers: number): number {
  amount("lostShare", "load", load);
  count("lostShare", "servers", servers);
  let lost = 1;
  for (let k = 1; k <= servers; k++) lost = (load * lost) / (k + load * lost);
  return lost;
}

/** Erlang C: share of requests that wait in M/M/c.   C = B / (1 - rho (1 - B)) */
export function delayProbability(load: number, servers: number): number {
  ends(load, servers);
  const lost = lostShare(load, servers);
  return lost / (1 - (load / servers) * (1 - lost));
}

/** Wait in M/M/c.   Wq = C s / (c - a) */
export function mmcWait(load: number, servers: number, serviceSeconds: number): number {
  return (delayProbability(load, servers) * serviceSeconds) / (servers - load);
}

/**
 * Wait in M/D/c. Constant service lets requests go round the servers in turn, so each sees every c-th arrival, and the wait
 * is the highest point of a random walk (Spitzer's identity); Pois(n a) counts arrivals in n services:
 *
 *   Wq = s sum_(n>=1) [ P(Pois(n a) >= n c) - (c / a) P(Pois(n a) >= n c + 1) ]
 *
 * PERF: some 70 / (c (1 - rho)^2) terms; seconds from a load of 0.99 on one server.
 * @throws RangeError where the queue never ends
 * Source: Crommelin 1932, "Delay probability formulae when the holding times are constant"; the same as the number seen at
 * multiples of the service time, Q' = max(Q - c, 0) + Pois(a).
 */
export function mdcWait(load: number, servers: number, serviceSeconds: number): number {
  ends(load, servers);
  if (load === 0) return 0;
  let services = 0;
  let logFactorial = 0;
  for (let n = 1; ; n++) {
    const [mean, least] = [n * load, n * servers];
    for (let k = least - servers + 1; k <= least; k++) logFactorial += Math.log(k);
    const exactly = Math.exp(least * Math.log(mean) - mean - logFactorial);
    const more = tailAfter(exactly, mean, least);
    const term = exactly + more - (servers / load) * more;
    services += term;
    if (exactly <= Number.EPSILON * services * (1 - load / servers) ** 2) return services * serviceSeconds;
  }
}

/** P(Pois(mean) > k) from P(Pois(mean) = k), for k above the mean: each term is less than the one before. */
function tailAfter(atK: number, mean: number, k: number): number {
  let total = 0;
  for (let i = k + 1, term = (atK * mean) / i; term > Number.EPSILON * total; term *= mean / ++i) total += term;
  return total;
}

/**
 * Approximation of the wait in M/D/c by that in M/M/c.   1/2 [1 + (1 - rho)(c - 1)(sqrt(4 + 5c) - 2) / (16 rho c)] Wq(M/M/c)
 * Source: Cosmetatos 1975, "Approximate explicit formulae for the average queueing time in M/D/r".
 */
export function cosmetatosWait(load: number, servers: number, serviceSeconds: number): number {
  if (load === 0) return 0;
  const rho = load / servers;
  const lift = ((1 - rho) * (servers - 1) * (Math.sqrt(4 + 5 * servers) - 2)) / (16 * rho * servers);
  return ((1 + lift) / 2) * mmcWait(load, servers, serviceSeconds);
}

function ends(load: number, servers: number): void {
  count("queue", "servers", servers, 1);
  if (!(load >= 0 && load < servers))
    throw new RangeError(`queue: load is ${load} for ${servers} servers; expected 0 or more, and less than servers`);
}
