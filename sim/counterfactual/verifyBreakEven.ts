import { market } from "../market/index.ts";
import type { Rules } from "../rules.ts";
import { playQuarter, standing, type Before } from "./quarter.ts";
import { heldPrice } from "./heldPrice.ts";
import type { BreakEven } from "./solveBreakEvens.ts";

/**
 * Plays a quarter at a break-even, with nobody coming or going: the token price held at it with the subsidy paid; demand multiplied,
 * or the request price posted, without the subsidy.
 *
 * @returns operators' income over their cost, 1 where the figure is right; running cost for `utilisationRunning`, else full cost
 * Source: docs/counterfactuals.md, equation 7.
 */
export async function verifyBreakEven(before: Before, figure: BreakEven): Promise<number> {
  const quarter = await playQuarter(before, rulesAt(before, figure));
  const cost = figure.name === "utilisationRunning" ? quarter.runningCostUsd : quarter.fullCostUsd;
  return (quarter.paidUsd + quarter.grantUsd + quarter.subsidyUsd) / cost;
}

function rulesAt(before: Before, { name, value, today }: BreakEven): Rules {
  const unpaid = standing(before, 0);
  switch (name) {
    case "tokenPrice": {
      const paid = standing(before, 1);
      return { ...paid, price: heldPrice(paid.price, () => value) };
    }
    case "demandMultiple":
      return withDemand(unpaid, value);
    case "utilisationFull":
    case "utilisationRunning":
      return withDemand(unpaid, value / today);
    case "requestPrice": {
      const posted = { ...before.scenario.market, usdPerRequest: value };
      return { ...unpaid, market: market.build(posted, { clock: unpaid.clock, seed: unpaid.seed }) };
    }
  }
}

/** All customers as many times as they are, at the prices and beliefs of each epoch. */
function withDemand(rules: Rules, multiple: number): Rules {
  const { demand } = rules;
  return {
    ...rules,
    demand: {
      ...demand,
      wanted(input) {
        const { requests, surplusUsd, ...shares } = demand.wanted(input);
        const times = (column: Float64Array) => column.map((amount) => amount * multiple);
        return { ...shares, requests: times(requests), surplusUsd: times(surplusUsd) };
      },
    },
  };
}
