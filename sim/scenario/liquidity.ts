import { clock } from "../core/clock.ts";
import type { Emission } from "../emission/contract.ts";
import type { Price } from "../price/contract.ts";
import type { Problem } from "./errors.ts";
import { problemAt } from "./issues.ts";
import type { Located } from "./located.ts";
import type { Kinds, Scenario } from "./schema.ts";

/**
 * An emission that adds to the token's pool, beside a price that has none.
 * Source: docs/economy.md, "Emission".
 */
export function* liquidityProblems(scenario: Scenario, kinds: Kinds, root: Located): Generator<Problem> {
  const { seed, blockTime, tempo, duration } = scenario;
  const context = { clock: clock(blockTime, tempo, duration), seed };
  const build = (slot: "emission" | "price") => {
    const { kind, ...parameters } = scenario[slot];
    const rule = kinds[slot].kinds.find((known) => known.kind === kind)!;
    // A rule that the lengths of the run do not fit is refused for that alone.
    return rule.misfits(parameters, context.clock).length > 0 ? undefined : rule.build(parameters, context);
  };
  const emission = build("emission") as Emission | undefined;
  if (!emission?.inject) return;
  const price = build("price") as Price | undefined;
  if (!price || price.inject) return;
  const wrong = `expected a kind with a pool, since emission ${scenario.emission.kind} adds to it`;
  yield problemAt(["price", "kind"], wrong, root);
}
