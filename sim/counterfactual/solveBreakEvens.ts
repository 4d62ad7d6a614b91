import type { Scenario } from "../scenario.ts";
import {
  breakEvenDemandMultiple,
  breakEvenRequestPrice,
  breakEvenTokenPrice,
  breakEvenUtilisation,
} from "../theory/breakEvens.ts";
import type { Quarter } from "./quarter.ts";

/** A figure at which operators' income covers their cost. */
export interface BreakEven {
  readonly name: "tokenPrice" | "demandMultiple" | "utilisationFull" | "utilisationRunning" | "requestPrice";
  /** NaN where there is none */
  readonly value: number;
  readonly today: number;
  /** reason where there is none; "" where there is one */
  readonly why: string;
}

/**
 * Break-evens at fixed membership, and what each figure is today.
 *
 *   token price      p* = (C - O) / E            C cost of the hardware that serves, E tokens newly minted for operators, O other income
 *   demand multiple  g* = (C - G) / F            F what customers pay to operators, G grants; without new tokens, as all below
 *   utilisation      u* = u (C - G) / F          u = served / capacity; C full or running cost
 *   request price    P* = P (C - G) / F
 *
 * Grants do not grow with demand or price: they are taken to stay as they are.
 *
 * @param kept a quarter in which the subsidy is paid
 * Source: docs/counterfactuals.md, equation 6; closed form `break-evens`.
 */
export function solveBreakEvens(kept: Quarter, { market }: Pick<Scenario, "market">): readonly BreakEven[] {
  const { paidUsd, grantUsd, mintedTokens, otherUsd, fullCostUsd, runningCostUsd, usdPerToken, usdPerRequest } = kept;
  const { served, capacity } = kept;
  const utilisation = capacity > 0 ? served / capacity : 0;
  const costs = { costUsdPerUnit: fullCostUsd, units: 1 };
  const books = { feesUsd: paidUsd, costUsdPerUnit: fullCostUsd - grantUsd, units: 1 };
  const utilisationFor = (cost: number) => breakEvenUtilisation((cost - grantUsd) / capacity, paidUsd / served);
  const overfull = (cost: number) =>
    noFees(kept, cost) || (utilisationFor(cost) > 1 ? "more than all that can be served would have to be" : "");
  const solved = (name: BreakEven["name"], today: number, value: () => number, why: string): BreakEven => ({
    name,
    value: why === "" ? value() : NaN,
    today,
    why,
  });
  return [
    solved(
      "tokenPrice",
      usdPerToken,
      () => breakEvenTokenPrice({ feesUsd: otherUsd, ...costs }, mintedTokens),
      noTokenPrice(kept),
    ),
    solved("demandMultiple", 1, () => breakEvenDemandMultiple(books), overfull(fullCostUsd)),
    solved("utilisationFull", utilisation, () => utilisationFor(fullCostUsd), overfull(fullCostUsd)),
    solved("utilisationRunning", utilisation, () => utilisationFor(runningCostUsd), overfull(runningCostUsd)),
    solved(
      "requestPrice",
      usdPerRequest,
      () => breakEvenRequestPrice(books, usdPerRequest),
      noFees(kept, fullCostUsd) || (market.kind === "posted" ? "" : `the market ${market.kind} finds its own price`),
    ),
  ];
}

/** Why no amount of fees can be solved for; "" where one can. */
function noFees({ paidUsd, grantUsd, fullCostUsd }: Quarter, cost: number): string {
  if (!(fullCostUsd > 0)) return "nobody serves";
  if (!(paidUsd > 0)) return "customers pay nothing";
  return cost > grantUsd || grantUsd === 0 ? "" : "grants cover the cost without customers";
}

function noTokenPrice({ mintedTokens, fullCostUsd, otherUsd }: Quarter): string {
  if (!(fullCostUsd > 0)) return "nobody serves";
  if (!(mintedTokens > 0)) return "operators receive no new tokens";
  return fullCostUsd > otherUsd ? "" : "customers cover the cost at any price of the token";
}
