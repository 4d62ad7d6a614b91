import type { Emission } from "../emission/contract.ts";
import type { Price } from "../price/contract.ts";
import type { Problem } from "./errors.ts";
import { problemAt } from "./issues.ts";
import type { Located } from "./located.ts";
import { ruleOf } from "./ruleOf.ts";
import type { Kinds, Scenario } from "./schema.ts";

/**
 * An emission that adds to the token's pool, beside a price that has none.
 * Source: docs/economy.md, "Emission".
 */
export function* liquidityProblems(scenario: Scenario, kinds: Kinds, root: Located): Generator<Problem> {
  const emission = ruleOf(scenario, kinds, "emission") as Emission | undefined;
  if (!emission?.inject) return;
  const price = ruleOf(scenario, kinds, "price") as Price | undefined;
  if (!price || price.inject) return;
  const wrong = `expected a kind with a pool, since emission ${scenario.emission.kind} adds to it`;
  yield problemAt(["price", "kind"], wrong, root);
}
