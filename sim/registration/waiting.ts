import { mechanism } from "../core/slot.ts";
import { usd } from "../units.ts";
import type { Registration, RegistrationState } from "./contract.ts";

const opening: RegistrationState = { priceTokens: NaN, block: 0 };

/**
 * Newcomers wait until a uid is free, and pay a fee that never changes. Nobody weighs it: it is small beside hardware.
 * Source: docs/economy.md, "Registration".
 */
export const waiting = mechanism(
  "waiting",
  "Newcomers wait until a uid is free, and pay a fixed fee in USD; nobody is replaced. Source: docs/economy.md, Registration.",
  { fee: usd.prefault("0 USD").describe("paid to register; buys tokens in the coming epoch, which are recycled") },
  ({ fee }): Registration => ({
    opening,
    replaceable: () => 0,
    expectedUsd: (_state, _block, _usdPerToken, count) => new Float64Array(count),
    register({ state, uids: { taken }, newcomers }) {
      const uids = Array.from(taken.keys())
        .filter((uid) => taken[uid] === 0)
        .slice(0, newcomers);
      return { state, uids, paidUsd: uids.map(() => fee) };
    },
  }),
);
