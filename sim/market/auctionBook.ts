import { floats } from "../core/arrays.ts";
import { firstPriceBid, type Belief } from "./bids.ts";
import type { RouteInput } from "./contract.ts";

/** Who bids, the lowest cost first: a lower cost never bids more. All [bidders]. */
export interface AuctionBook {
  /** operator that bids */
  readonly operator: Int32Array;
  /** USD per request */
  readonly cost: Float64Array;
  /** requests that it would answer */
  readonly room: Float64Array;
  /** requests of this bidder and all before it */
  readonly upTo: Float64Array;
}

/** Everybody who serves and whose cost is not above the reserve. PERF: sorted once for each search of a price. */
export function auctionBook({ capacity, usdCost }: RouteInput, reserve: number, fullest: number): AuctionBook {
  const bidding: number[] = [];
  for (let j = 0; j < capacity.length; j++) if (capacity[j]! > 0 && usdCost[j]! <= reserve) bidding.push(j);
  const operator = Int32Array.from(bidding).sort((a, b) => usdCost[a]! - usdCost[b]! || a - b);
  const room = Float64Array.from(operator, (j) => fullest * capacity[j]!);
  let all = 0;
  return { operator, room, cost: Float64Array.from(operator, (j) => usdCost[j]!), upTo: room.map((r) => (all += r)) };
}

/** Requests that all bidders together would answer. */
export const roomOf = ({ upTo }: AuctionBook): number => upTo[upTo.length - 1] ?? 0;

/**
 * First-price bids when a quantity of requests is bought, [bidders]; not to be written to. Everybody counts as winners the
 * bidders of mean size that the quantity takes, at least one; between whole numbers of winners bids are interpolated.
 * PERF: a search of the quantity meets few whole numbers of winners, so their bids are kept.
 */
export function biddingOf(book: AuctionBook, belief: Belief): (quantity: number) => Float64Array {
  const n = book.cost.length;
  const room = roomOf(book);
  const known = new Map<number, Float64Array>();
  const bidsOf = (winners: number): Float64Array => {
    const bids = known.get(winners) ?? book.cost.map((cost) => firstPriceBid(cost, belief, n, winners));
    known.set(winners, bids);
    return bids;
  };
  return (quantity) => {
    const winners = Math.min(n, Math.max(1, (n * quantity) / room));
    const few = Math.floor(winners);
    const bids = bidsOf(few);
    if (winners === few) return bids;
    const more = bidsOf(few + 1);
    return bids.map((bid, i) => bid + (winners - few) * (more[i]! - bid));
  };
}

/** USD that `quantity` requests cost above a price, the lowest bids first. */
export function usdAbove({ room }: AuctionBook, bids: Float64Array, quantity: number, usdPerRequest: number): number {
  let left = quantity;
  let usd = 0;
  for (let i = 0; i < bids.length && left > 0; i++) {
    const bought = Math.min(left, room[i]!);
    usd += bought * Math.max(0, bids[i]! - usdPerRequest);
    left -= bought;
  }
  return usd;
}

/** The highest bid among those that `quantity` requests need. */
export function marginalBid({ upTo }: AuctionBook, bids: Float64Array, quantity: number): number {
  let last = 0;
  while (last + 1 < bids.length && upTo[last]! < quantity) last++;
  return bids[last]!;
}

/**
 * [bidders] requests answered when the lowest costs are filled first; of equal costs each gives the same part of its room.
 */
export function fillLowest({ cost, room, upTo }: AuctionBook, quantity: number): Float64Array {
  const filled = floats(room.length);
  for (let first = 0; first < room.length;) {
    let next = first + 1;
    while (next < room.length && cost[next] === cost[first]) next++;
    const before = first > 0 ? upTo[first - 1]! : 0;
    const part = Math.min(1, (quantity - before) / (upTo[next - 1]! - before));
    if (!(part > 0)) break;
    for (let i = first; i < next; i++) filled[i] = part * room[i]!;
    first = next;
  }
  return filled;
}

/** [operators] of what is known by bidder. */
export function byOperator({ operator }: AuctionBook, values: Float64Array, operators: number): Float64Array {
  const spread = floats(operators);
  operator.forEach((j, i) => (spread[j] = values[i]!));
  return spread;
}
