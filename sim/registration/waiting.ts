import { zeros } from "../core/columns.ts";
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
    expectedUsd: (_state, _block, _usdPerToken, count) => zeros(count),
    register({ state, uids: { taken }, newcomers }) {
      const uids: number[] = [];
      for (let uid = 0; uid < taken.length && uids.length < newcomers; uid++) if (taken[uid] === 0) uids.push(uid);
      return { state, uids, paidUsd: uids.map(() => fee) };
    },
  }),
);
