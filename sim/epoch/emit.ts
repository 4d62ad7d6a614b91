import { sum } from "../core/matrix.ts";
import type { Rules } from "../rules.ts";
import { poolSeen } from "../schedule/injection.ts";
import { mintTapered, type Emitted } from "../schedule/tapered.ts";
import type { World } from "../world.ts";
import type { Plan } from "./plan.ts";

export type { Emitted } from "../schedule/tapered.ts";

/**
 * Tokens minted over the epoch: the schedule times the taper, both of which see the world of the epoch before.
 * Source: docs/economy.md, "Emission".
 */
export function emit(rules: Rules, { token, market, validators }: World, { from, to }: Plan): Emitted {
  const { settlement, clock } = rules;
  const inputs = {
    recycledTokens: token.lastRecycled,
    burnedTokens: token.lastBurned,
    price: market.price,
    revenueUsd: token.lastRevenueUsd,
    bondedShare: sum(validators.stake) / token.supply,
    ...poolSeen(rules.price, market, token.lastUsersUsd),
  };
  const seen = { revenueUsdPerDay: token.lastRevenueUsd / clock.epochDays, memory: token.taperMemory };
  const remintedPerBlock = settlement.remints ? token.lastBurned / (to - from) : 0;
  return mintTapered(rules, token, { from, to, inputs, seen, remintedPerBlock });
}
