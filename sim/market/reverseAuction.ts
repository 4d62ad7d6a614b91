import { floats } from "../core/arrays.ts";
import { z } from "zod";
import { sum } from "../core/matrix.ts";
import { rootOfRising } from "../core/root.ts";
import { mechanism, type Fault } from "../core/slot.ts";
import { usdPerDay, usdPerRequest } from "../units.ts";
import {
  auctionBook,
  biddingOf,
  byOperator,
  fillLowest,
  marginalBid,
  roomOf,
  usdAbove,
  type AuctionBook,
} from "./auctionBook.ts";
import type { Belief } from "./bids.ts";
import type { Market, RouteInput, Routed } from "./contract.ts";
import { meanWait } from "./routing.ts";
import { CLEARING_TOLERANCE, maxUtilisation } from "./shared.ts";

interface Parameters {
  readonly pays: "bid" | "uniform";
  readonly low: number;
  readonly high: number;
  readonly reserve: number;
  readonly tenantAsk?: number | undefined;
  readonly pool?: number | undefined;
  readonly maxUtilisation: number;
}

/**
 * Operators bid for work by what it costs them, and the lowest bids are filled first, each up to rhoMax of its capacity.
 *
 *   pays bid:      each winner its own first-price bid (`bids.ts: firstPriceBid`), by the belief that costs are uniform
 *   pays uniform:  each winner the lowest losing bid, which is that bidder's cost; the reserve where nobody loses
 *   Q = requests(P(Q))      P: mean price paid
 *
 * With `tenantAsk` and `pool` customers pay their ask, and each winner the larger of ask and bid; the difference comes out
 * of a pool, which is filled by so much a day and keeps what is not spent. Work that it cannot fund is not bought.
 *
 * Work goes to the lowest bids: what customers prefer who know operators is not looked at.
 *
 * Source: docs/economy.md, "Market"; closed form `reverse-auction-uniform`; subsidised: akash-network/AEP, AEP-10.
 */
export const reverseAuction = mechanism(
  "reverseAuction",
  "Operators bid by cost and the lowest bids are filled first; winners are paid their first-price bid or the lowest losing bid. With tenantAsk and pool, customers pay their ask and a pool the rest of the bid (AEP-10). Customers cannot choose operators here. Source: docs/economy.md, Market.",
  {
    pays: z
      .enum(["bid", "uniform"])
      .default("bid")
      .describe("what winners get: their own bid, or the lowest losing one"),
    low: usdPerRequest.describe("lowest cost of a request that bidders believe in"),
    high: usdPerRequest.describe("highest cost of a request that bidders believe in"),
    reserve: usdPerRequest.describe("highest price that is paid; who works at a higher cost does not bid"),
    tenantAsk: usdPerRequest.optional().describe("what customers pay, where a pool pays the rest; left out: no pool"),
    pool: usdPerDay.optional().describe("grants a day into the pool, before the taper; left out: no pool"),
    maxUtilisation,
  },
  (parameters): Market =>
    parameters.tenantAsk === undefined || parameters.pool === undefined
      ? { opening: [], route: (input) => route(input, parameters) }
      : { opening: [0], route: (input) => routeWithPool(input, parameters, parameters.tenantAsk!, parameters.pool!) },
  ["routes by reputation", "refuses only when full"],
  faultsOf,
);

function faultsOf({ pays, low, high, reserve, tenantAsk, pool }: Parameters): Fault[] {
  const faults: Fault[] = [];
  const expect = (path: string, holds: boolean, message: string) => {
    if (!holds) faults.push({ path, message });
  };
  expect("high", high > low, `expected more than low, ${low} USD/request`);
  expect("reserve", reserve > low, `expected more than low, ${low} USD/request, or hardly anybody bids`);
  expect(
    "tenantAsk",
    tenantAsk === undefined || tenantAsk <= reserve,
    `expected at most reserve, ${reserve} USD/request`,
  );
  expect(
    "tenantAsk",
    tenantAsk === undefined || pool !== undefined,
    'expected a pool beside it, such as "100 USD/day"',
  );
  expect("pool", pool === undefined || tenantAsk !== undefined, "expected tenantAsk beside it: what customers pay");
  expect(
    "pays",
    pool === undefined || pays === "bid",
    "expected bid beside a pool, which pays what is bid above the ask",
  );
  return faults;
}

/** Bidders all know that nobody above the reserve bids. */
const beliefOf = ({ low, high, reserve }: Parameters): Belief => ({ low, high: Math.min(high, reserve) });

function route(input: RouteInput, parameters: Parameters): Routed {
  const book = auctionBook(input, parameters.reserve, parameters.maxUtilisation);
  const { quantity, paid } =
    parameters.pays === "bid"
      ? atOwnBids(book, input, beliefOf(parameters))
      : atLowestLosing(book, input, parameters.reserve);
  const filled = fillLowest(book, quantity);
  const answered = sum(filled);
  const revenue = filled.map((requests, i) => requests * paid[i]!);
  const price = answered > 0 ? sum(revenue) / answered : (paid[0] ?? parameters.reserve);
  return outcome(input, book, filled, price, input.requests(price), revenue);
}

/** What customers and winners agree on where each winner is paid its bid: Q = requests(mean bid of the winners for Q). */
function atOwnBids(book: AuctionBook, input: RouteInput, belief: Belief): { quantity: number; paid: Float64Array } {
  const bidsFor = biddingOf(book, belief);
  const meanBid = (quantity: number) => {
    const bids = bidsFor(quantity);
    return quantity > 0 ? usdAbove(book, bids, quantity, 0) / quantity : bids[0]!;
  };
  const room = roomOf(book);
  const excess = (quantity: number) => quantity - input.requests(meanBid(quantity));
  const quantity = !(room > 0) || excess(room) < 0 ? room : rootOfRising(excess, 0, room, CLEARING_TOLERANCE);
  return { quantity, paid: bidsFor(quantity) };
}

/**
 * The same where all winners are paid the lowest losing bid. That price is a staircase of the quantity; where demand crosses
 * the riser of a step, customers outbid each other until just those are left for whom there is room.
 */
function atLowestLosing(
  { cost, upTo }: AuctionBook,
  { requests }: RouteInput,
  reserve: number,
): { quantity: number; paid: Float64Array } {
  const n = cost.length;
  const losing = (last: number) => (last + 1 < n ? cost[last + 1]! : reserve);
  let last = 0;
  for (let above = n; last < above;) {
    const middle = (last + above) >> 1;
    if (requests(losing(middle)) > upTo[middle]!) last = middle + 1;
    else above = middle;
  }
  const at = (price: number, most: number) => ({
    quantity: Math.min(most, requests(price)),
    paid: floats(n).fill(price),
  });
  if (last === n) return at(reserve, upTo[n - 1] ?? 0);
  const before = last > 0 ? upTo[last - 1]! : 0;
  if (last === 0 || requests(losing(last)) >= before) return at(losing(last), upTo[last]!);
  const unserved = (price: number) => before - requests(price);
  return at(rootOfRising(unserved, losing(last - 1), losing(last), CLEARING_TOLERANCE), before);
}

/** Customers pay their ask; the pool pays what bids are above it, for as much work as it can. */
function routeWithPool(input: RouteInput, parameters: Parameters, ask: number, usdPerDay: number): Routed {
  const book = auctionBook(input, parameters.reserve, parameters.maxUtilisation);
  const bidsFor = biddingOf(book, beliefOf(parameters));
  const funds = input.memory[0]! + usdPerDay * input.epochDays * input.subsidyMultiplier;
  const requests = input.requests(ask);
  const most = Math.min(requests, roomOf(book));
  // Below zero also where work takes no grant and there is none: the last bid is then still under the ask.
  const short = (quantity: number) => {
    const bids = bidsFor(quantity);
    return usdAbove(book, bids, quantity, ask) - funds + Math.min(0, marginalBid(book, bids, quantity) - ask);
  };
  const isSpent = most > 0 && short(most) > 0;
  const quantity = isSpent ? rootOfRising(short, 0, most, CLEARING_TOLERANCE) : most;
  const bids = bidsFor(quantity);
  const filled = fillLowest(book, quantity);
  // An offer starts at the ask, so who would work for less is paid the ask.
  const revenue = filled.map((bought) => bought * ask);
  const owed = filled.map((bought, i) => bought * Math.max(0, bids[i]! - ask));
  const total = sum(owed);
  // What the search left open is rounded off, so that a pool which is spent holds nothing, and pays out no more than it held.
  const rounded = isSpent && total > 0 ? funds / total : 1;
  return {
    ...outcome(input, book, filled, ask, requests, revenue),
    grantUsd: byOperator(
      book,
      owed.map((usd) => usd * rounded),
      input.capacity.length,
    ),
    memory: [isSpent ? 0 : Math.max(0, funds - total)],
  };
}

function outcome(
  input: RouteInput,
  book: AuctionBook,
  filled: Float64Array,
  usdPerRequest: number,
  requests: number,
  revenue: Float64Array,
): Routed {
  const operators = input.capacity.length;
  const served = byOperator(book, filled, operators);
  return {
    served,
    revenueUsd: byOperator(book, revenue, operators),
    grantUsd: floats(operators),
    usdPerRequest,
    unmet: Math.max(0, requests - sum(filled)),
    waitSeconds: meanWait(served, input),
    memory: [],
  };
}
