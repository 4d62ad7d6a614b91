import { clock } from "../core/clock.ts";
import type { Kinds, Scenario, SlotName } from "./schema.ts";

/** Slots that every scenario fills with one kind. */
type Filled = Extract<SlotName, "emission" | "price" | "settlement" | "taper" | "verification">;

/**
 * The rule that a scenario names for a slot.
 * @returns undefined where the lengths of the run do not fit it: it is refused for that alone
 */
export function ruleOf(scenario: Scenario, kinds: Kinds, slot: Filled): unknown {
  const { seed, blockTime, tempo, duration } = scenario;
  const { kind, ...parameters } = scenario[slot];
  const context = { clock: clock(blockTime, tempo, duration), seed };
  const rule = kinds[slot].kinds.find((known) => known.kind === kind)!;
  return rule.misfits(parameters, context.clock).length > 0 ? undefined : rule.build(parameters, context);
}
