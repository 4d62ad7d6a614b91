import { clock } from "../core/clock.ts";
import type { Emission } from "../emission/contract.ts";
import type { Price } from "../price/contract.ts";
import type { Settlement } from "../settlement/contract.ts";
import type { Shocks } from "../shocks/contract.ts";
import type { Taper } from "../taper/contract.ts";
import type { Problem } from "./errors.ts";
import { problemAt } from "./issues.ts";
import type { Located } from "./located.ts";
import { builtFrom, ruleOf } from "./ruleOf.ts";
import type { Kinds, Scenario } from "./schema.ts";

/**
 * A price that rests on what the scenario does not have: customers who need the token, or pay that goes on.
 * Source: docs/economy.md, "Token market".
 */
export function* priceProblems(scenario: Scenario, kinds: Kinds, root: Located): Generator<Problem> {
  const price = ruleOf(scenario, kinds, "price") as Price | undefined;
  if (price) yield* shockProblems(price, scenario, kinds, root);
  if (!price?.needsVolume) return;
  const settlement = ruleOf(scenario, kinds, "settlement") as Settlement | undefined;
  if (!settlement) return;
  if (!settlement.needsToken) {
    const wrong = `expected another kind beside settlement ${scenario.settlement.kind}`;
    yield problemAt(["price", "kind"], `${wrong}, with which no customer buys tokens`, root);
    return;
  }
  if (!price.needsSubsidy) return;
  const emission = ruleOf(scenario, kinds, "emission") as Emission | undefined;
  const taper = ruleOf(scenario, kinds, "taper") as Taper | undefined;
  const ended = emission && taper && endOf(emission, taper);
  if (ended === undefined) return;
  const wrong = {
    emission: "mints nothing; expected another kind",
    taper: "ends the subsidy; expected a floor above 0",
  }[ended];
  const reason = settlement.remints
    ? "any price is stationary once nothing is minted but what was burned"
    : "nothing is paid in tokens then";
  yield problemAt([ended], `${wrong} beside price ${scenario.price.kind}, since ${reason}`, root);
}

/** Shocks that such a price cannot follow: it answers to trades, or no investors bring money. */
function* shockProblems(price: Price, scenario: Scenario, kinds: Kinds, root: Located): Generator<Problem> {
  const { shocks } = scenario as { readonly shocks?: { readonly kind: string } };
  if (!shocks) return;
  const { seed, blockTime, tempo, duration } = scenario;
  const context = { clock: clock(blockTime, tempo, duration), seed };
  const rule = builtFrom(shocks, kinds, "shocks", context) as Shocks | undefined;
  for (const [k, { on }] of (rule?.events ?? []).entries()) {
    const wrong = {
      tokenPrice:
        !price.exogenous && `expected investors, since price ${scenario.price.kind} answers to who buys and sells`,
      investors: price.investorsUsdPerDay === 0 && "expected another, since no investors bring money to this price",
    }[on as string];
    if (wrong) yield problemAt(["shocks", "events", k, "on"], `is "${on}"; ${wrong}`, root);
  }
}

/** Far beyond any run, blocks. */
const AT_LAST = 2 ** 48;

/** What makes the subsidy end, if it does: nothing is ever minted, or the taper falls to 0 as customers come. */
function endOf({ cap }: Emission, { multiplier, memory }: Taper): "emission" | "taper" | undefined {
  if (cap === 0) return "emission";
  const seen = { revenueUsdPerDay: Number.MAX_VALUE, memory: memory?.opening ?? [] };
  const known = { subsidyTokensPerDay: 1, memory: memory?.next(AT_LAST, AT_LAST + 1, seen) ?? [] };
  return multiplier(AT_LAST, known) === 0 ? "taper" : undefined;
}
