import { decide } from "../epoch/decide.ts";
import { emit } from "../epoch/emit.ts";
import type { Emission } from "../emission/contract.ts";
import type { Rules } from "../rules.ts";
import { cutAt } from "../taper/shared.ts";
import type { Taper } from "../taper/contract.ts";
import type { World } from "../world.ts";
import { heldPrice } from "./heldPrice.ts";

/**
 * Rules under which nothing moves any more but what participants do: exogenous paths stand still, a price that walks by itself stays
 * where it is, and the coming epoch's emission and taper are those of all epochs to come.
 * Source: docs/counterfactuals.md, equation 4.
 */
export function frozenRules(rules: Rules, world: World): Rules {
  const { from, to, ...plan } = decide(rules, world);
  const { untapered, multiplier, injected } = emit(rules, world, { from, to, ...plan });
  const perBlock = (amount: number) => amount / (to - from);
  const emission: Emission = {
    mint: (first, end) => perBlock(untapered) * (end - first),
    follows: "time",
    cap: Infinity,
    ...(rules.emission.inject && {
      inject: (first, end) => ({
        tokens: perBlock(injected.tokens) * (end - first),
        usd: perBlock(injected.usd) * (end - first),
        buysUsd: perBlock(injected.buysUsd) * (end - first),
        rootShare: injected.rootShare,
        rootPaid: injected.rootPaid,
        memory: [],
      }),
    }),
  };
  return {
    ...rules,
    frozenFromDay: world.epoch * rules.clock.epochDays,
    emission,
    // What is injected above is what the taper has left of it.
    taper: { ...constantTaper(rules.taper, multiplier), target: "alphaOut" },
    price: rules.price.exogenous ? heldPrice(rules.price, () => world.market.price) : rules.price,
  };
}

/** The same fraction of the subsidy for ever. */
export function constantTaper({ basis, target, announcedAt }: Taper, multiplier: number): Taper {
  return {
    basis,
    target,
    announcedAt,
    from: Infinity,
    floorAt: Infinity,
    multiplier: () => multiplier,
    pieces: (from, to) => cutAt(from, to, [], () => multiplier),
  };
}
