import { floats } from "../core/arrays.ts";
import { SECONDS_PER_DAY } from "../core/clock.ts";
import { mechanism } from "../core/slot.ts";
import { fraction, positiveDuration, usdPerRequest } from "../units.ts";
import type { Settlement } from "./contract.ts";
import { added, fundPay } from "./fundPay.ts";
import { payInUsd } from "./payInUsd.ts";

/**
 * Most intervals of an epoch. Use is known once an epoch, so a fee that follows it for longer overshoots: with 28 a week on a
 * small world it swings between 0.0018 and 0.0057 USD for ever, where it settles at 0.0038 with 7, or by the day.
 */
const MOST_INTERVALS = 8;

/**
 * Customers pay a fee on top of each request that buys tokens and burns them; it rises while the network is busier than
 * the target and falls while it is less busy.
 *
 *   b' = max(minimum, b (1 + (used - target) / (8 target))^k)     used = served / capacity,  k intervals in the epoch
 *
 * The fees themselves are paid as under `direct`. What is burned stands against newly minted pay, as under `buyback`.
 * Source: docs/economy.md, "Settlement"; EIP-1559 of ethereum/EIPs.
 */
export const baseFeeBurn = mechanism(
  "baseFeeBurn",
  "Customers pay a base fee on top of each request that buys tokens and burns them, b' = b (1 + (used - target)/(8 target)) every interval; fees themselves are paid as under direct. Source: docs/economy.md, Settlement; EIP-1559.",
  {
    start: usdPerRequest.describe("b at the start"),
    minimum: usdPerRequest
      .refine((fee) => fee > 0, { error: () => "expected more than 0 USD/request, or the fee could never rise again" })
      .describe("least b"),
    target: fraction
      .gt(0, { error: () => "expected a fraction above 0" })
      .default(0.5)
      .describe("share of capacity in use at which the fee stays"),
    interval: positiveDuration.prefault("1 day").describe("time after which the fee is set anew"),
    validatorShare: fraction.default(0.1).describe("omega: share of fees that validators receive by dividend"),
  },
  ({ start, minimum, target, interval, validatorShare }): Settlement => ({
    operatorShare: 1 - validatorShare,
    remints: false,
    needsToken: true,
    opening: [start],
    surcharge: ([fee]) => fee!,
    split: ({ revenueUsd, surchargeUsd, dividend }) => ({
      purchases: [{ payer: "customers", receiver: "burn", usd: surchargeUsd, why: "base fee" }],
      ...payInUsd(revenueUsd, dividend, validatorShare, 0),
    }),
    close: ({ settled, surchargeUsd, price, operatorTokens, served, capacity, epochDays, memory }) => {
      const { fundedUsd, netSubsidyTokens } = fundPay(operatorTokens, price, surchargeUsd);
      const intervals = (epochDays * SECONDS_PER_DAY) / interval;
      // Where nobody can serve there is no use to measure: the fee stays.
      const used = capacity > 0 ? served / capacity : target;
      return {
        receivedTokens: floats(operatorTokens.length),
        customerFundedUsd: added(settled.operatorUsd, fundedUsd),
        netSubsidyTokens,
        moves: [],
        memory: [Math.max(minimum, finite(nextBaseFee(memory[0]!, used, target, intervals)))],
      };
    },
  }),
  [],
  ({ start, minimum }) =>
    start >= minimum ? [] : [{ path: "start", message: `expected at least minimum, ${minimum} USD/request` }],
  ({ interval }, { epochSeconds }) =>
    interval * MOST_INTERVALS >= epochSeconds
      ? []
      : [
          {
            path: "interval",
            message: `expected at least ${epochSeconds / MOST_INTERVALS} s, an epoch over ${MOST_INTERVALS}, since use is known once an epoch`,
          },
        ],
);

/** @throws RangeError when the fee has grown beyond all numbers */
function finite(fee: number): number {
  if (Number.isFinite(fee)) return fee;
  throw new RangeError(
    `settlement.baseFeeBurn: the base fee has risen to ${fee} USD/request; ` +
      "expected customers who buy less as it rises (demand constant pays any price), or a higher target",
  );
}

/**
 * Base fee after some intervals of the same use.   b (1 + (used - target) / (8 target))^k
 * @param fee    b, in any unit
 * @param used   in the unit of `target`
 * @param target above 0
 */
export function nextBaseFee(fee: number, used: number, target: number, intervals: number): number {
  return fee * (1 + (used - target) / (8 * target)) ** intervals;
}
