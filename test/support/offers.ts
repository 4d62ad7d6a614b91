/** What a market is asked in tests: operators of capacity 10 each unless said, at most 9 of it filled by default. */
import type { Market, RouteInput } from "../../sim/market/contract.ts";
import { market } from "../../sim/market/index.ts";
import { dailyContext } from "../laws/kinds.ts";

/** A market as a scenario would write it. */
export const built = (entry: { kind: string } & Record<string, unknown>): Market =>
  market.build(market.schema.parse(entry), dailyContext);

/** An epoch of a day in which customers want `requests` at any price, unless said. */
export function offer({
  requests = 1,
  ...wish
}: Partial<Omit<RouteInput, "requests">> & { requests?: number | RouteInput["requests"] }): RouteInput {
  const n = (wish.usdCost ?? wish.reputation ?? wish.capacity)!.length;
  const each = (value: number) => new Float64Array(n).fill(value);
  return {
    requests: typeof requests === "number" ? () => requests : requests,
    reputation: each(1 / n),
    capacity: each(10),
    servers: each(1),
    serviceSeconds: each(1),
    usdCost: each(0.01),
    subsidyMultiplier: 1,
    memory: [],
    epochDays: 1,
    ...wish,
  };
}
