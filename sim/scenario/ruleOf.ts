import { clock } from "../core/clock.ts";
import type { BuildContext } from "../core/slot.ts";
import type { Kinds, Scenario, SlotName } from "./schema.ts";

/** Slots that every scenario fills with one kind. */
type Filled = Extract<SlotName, "emission" | "price" | "settlement" | "taper" | "verification">;

/**
 * The rule that a scenario names for a slot.
 * @returns undefined where the lengths of the run do not fit it: it is refused for that alone
 */
export function ruleOf(scenario: Scenario, kinds: Kinds, slot: Filled): unknown {
  const { seed, blockTime, tempo, duration } = scenario;
  return builtFrom(scenario[slot], kinds, slot, { clock: clock(blockTime, tempo, duration), seed });
}

/** The rule of one entry, under the same condition. */
export function builtFrom(
  { kind, ...parameters }: { readonly kind: string },
  kinds: Kinds,
  slot: SlotName,
  context: BuildContext,
): unknown {
  const rule = kinds[slot].kinds.find((known) => known.kind === kind)!;
  return rule.misfits(parameters, context.clock).length > 0 ? undefined : rule.build(parameters, context);
}
