import { concentration } from "./concentration.ts";
import { costPerOperator } from "./costPerOperator.ts";
import { fullCoverage, runningCoverage } from "./feeCoverage.ts";
import {
  customerFunded,
  customerFundedTokens,
  fullCost,
  holdingGain,
  netSubsidy,
  netSubsidyTokens,
  runningCost,
  subsidyCashed,
  validatorFees,
  validatorPay,
} from "./incomeSource.ts";
import {
  capacity,
  hoursPerOperator,
  requests,
  revenue,
  serviceValue,
  servingOperators,
  tokenPrice,
  unmet,
} from "./levels.ts";
import { grossDependence, subsidyPerRequest } from "./grossSubsidy.ts";
import { burnOverEmission, dilutedPriceToSales, dilution, priceToSales, revenueOverEmission } from "./issuance.ts";
import { netInflation } from "./inflation.ts";
import type { Metric } from "./metric.ts";
import { subsidyOverOutside } from "./outsidePrice.ts";
import { meanQuality, rewardedQuality, servedQuality } from "./quality.ts";
import { runway } from "./runway.ts";
import { captureCost, securityBudget, securityShare } from "./security.ts";
import { subsidyDependence } from "./subsidyDependence.ts";
import { velocity } from "./velocity.ts";
import { consumerSurplus, dilutionValue, operatorProfit, welfare } from "./welfare.ts";

/** Tables of a report: what each arm is measured by in each period. */
export const metricGroups: readonly {
  readonly key: string;
  readonly title: string;
  readonly note?: string;
  readonly metrics: readonly Metric[];
}[] = [
  {
    key: "levels",
    title: "Service and supply",
    metrics: [
      serviceValue,
      requests,
      unmet,
      capacity,
      revenue,
      servingOperators,
      hoursPerOperator,
      servedQuality,
      meanQuality,
      rewardedQuality,
      tokenPrice,
    ],
  },
  {
    key: "income",
    title: "Income by source",
    metrics: [
      customerFunded,
      netSubsidy,
      runningCost,
      fullCost,
      subsidyDependence,
      grossDependence,
      runningCoverage,
      fullCoverage,
      customerFundedTokens,
      netSubsidyTokens,
      subsidyCashed,
      holdingGain,
      validatorPay,
      validatorFees,
    ],
  },
  {
    key: "token",
    title: "Token and security",
    metrics: [
      revenueOverEmission,
      burnOverEmission,
      netInflation,
      dilution,
      velocity,
      subsidyPerRequest,
      subsidyOverOutside,
      costPerOperator,
      priceToSales,
      dilutedPriceToSales,
      runway,
      securityBudget,
      securityShare,
      captureCost,
    ],
  },
  {
    key: "welfare",
    title: "Welfare",
    metrics: [consumerSurplus, operatorProfit, dilutionValue, welfare],
  },
  {
    key: "concentration",
    title: "Concentration of pay, stake and capacity",
    note: "By id, over each period. Members without any pay, stake or capacity are left out: how many have some is the last line of each.",
    metrics: concentration,
  },
];

export const metrics: readonly Metric[] = metricGroups.flatMap((group) => group.metrics);
