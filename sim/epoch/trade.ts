import { status } from "../membership/contract.ts";
import type { Cleared } from "../price/contract.ts";
import type { Rules } from "../rules.ts";
import type { Settled } from "../settlement/contract.ts";
import type { World } from "../world.ts";
import type { Pay } from "./pay.ts";
import type { Plan } from "./plan.ts";

/** The token market of an epoch, and each seller's part in it. */
export interface Traded {
  readonly cleared: Cleared;
  readonly operators: Sales;
  readonly validators: Sales;
  /** USD that each kind of buyer spent, tokens it received */
  readonly investors: { readonly usd: number; readonly tokens: number };
  readonly registry: { readonly usd: number; readonly tokens: number };
}

export interface Sales {
  readonly soldTokens: Float64Array;
  readonly feeTokens: Float64Array;
  readonly proceedsUsd: Float64Array;
}

/**
 * Operators and validators sell what their costs need beyond cash and fees, and a habit share of the rest of their pay;
 * the owner holds. Who has left for good sells all it has. Investors and the registry buy. One price clears the epoch.
 * Source: docs/economy.md, "Token market".
 */
export function trade(
  rules: Rules,
  world: World,
  plan: Plan,
  pay: Pay,
  settled: Settled,
  auditUsd: Float64Array,
  outsideUsd: Float64Array,
): Traded {
  const { operators, validators, accounts } = world;
  const { roster, price, clock } = rules;
  const n = operators.usd.length;
  const m = validators.usd.length;
  const join = (first: (o: number) => number, second: (v: number) => number) =>
    Float64Array.from({ length: n + m }, (_, i) => (i < n ? first(i) : second(i - n)));
  const investorsUsd = price.investorsUsdPerDay * clock.epochDays;
  const registryUsd = accounts.usd["registry"] ?? 0;
  const cleared = price.clear({
    state: world.market,
    needUsd: join(
      (o) =>
        Math.max(
          0,
          plan.runningUsd[o]! + plan.maintenanceUsd[o]! - operators.usd[o]! - settled.operatorUsd[o]! - outsideUsd[o]!,
        ),
      (v) => Math.max(0, auditUsd[v]! - validators.usd[v]! - settled.validatorUsd[v]!),
    ),
    tokens: join(
      (o) => operators.tokens[o]! + pay.operatorTokens[o]!,
      (v) => validators.tokens[v]! + pay.validatorTokens[v]!,
    ),
    payTokens: join(
      (o) => pay.operatorTokens[o]!,
      (v) => pay.validatorTokens[v]!,
    ),
    habit: join(
      (o) => roster.operators.habit[o]!,
      (v) => roster.validators.habit[v]!,
    ),
    releasedTokens: join(
      (o) => (operators.status[o] === status.gone ? operators.tokens[o]! : 0),
      (v) => validators.releasedTokens[v]!,
    ),
    buyersUsd: investorsUsd + registryUsd,
    epochDays: clock.epochDays,
  });
  const part = (from: number, to: number): Sales => ({
    soldTokens: cleared.soldTokens.slice(from, to),
    feeTokens: cleared.feeTokens.slice(from, to),
    proceedsUsd: cleared.proceedsUsd.slice(from, to),
  });
  const buyersUsd = investorsUsd + registryUsd;
  const bought = (usd: number) => ({ usd, tokens: buyersUsd > 0 ? (cleared.boughtTokens * usd) / buyersUsd : 0 });
  return {
    cleared,
    operators: part(0, n),
    validators: part(n, n + m),
    investors: bought(investorsUsd),
    registry: bought(registryUsd),
  };
}
