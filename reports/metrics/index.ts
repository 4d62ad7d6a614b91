import { effectiveMiners, paidMiners, payGini, payNakamoto, payNakamotoThird } from "./concentration.ts";
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
import type { Metric } from "./metric.ts";
import { meanQuality, rewardedQuality, servedQuality } from "./quality.ts";
import { runway } from "./runway.ts";
import { captureCost, securityBudget, securityShare } from "./security.ts";
import { subsidyDependence } from "./subsidyDependence.ts";
import { consumerSurplus, dilutionValue, operatorProfit, welfare } from "./welfare.ts";

/** Tables of a report: what each arm is measured by in each period. */
export const metricGroups: readonly {
  readonly key: string;
  readonly title: string;
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
      subsidyPerRequest,
      dilution,
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
    title: "Concentration of miners' pay",
    metrics: [payGini, payNakamoto, payNakamotoThird, effectiveMiners, paidMiners],
  },
];

export const metrics: readonly Metric[] = metricGroups.flatMap((group) => group.metrics);
