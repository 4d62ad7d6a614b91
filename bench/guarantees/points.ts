import { mean } from "../../sim/core/stats.ts";
import { drawCamps } from "./camps.ts";
import { keeps } from "./lines.ts";
import { honestEmission, honestShares, parametersOf } from "./map.ts";
import { assertedPoints, settings, type AssertedPoint } from "./settings.ts";

export interface CheckedPoint extends AssertedPoint {
  /** mean and least E_H over the draws */
  readonly mean: number;
  readonly lowest: number;
  /** share of the draws with E_H >= S */
  readonly held: number;
  readonly ok: boolean;
}

/**
 * The fourteen asserted points under κ 1/2, β 1, ξ 1/2: whether E_H >= S. They were asserted of one draw; as for lines the
 * mean over the draws decides, and `held` says how sure that is.
 */
export function checkPoints(seeds: readonly number[]): readonly CheckedPoint[] {
  const parameters = parametersOf(settings.base);
  return assertedPoints.map((point) => {
    const { honestStake, honestWeight, minorWeight, sigmaWeights } = point;
    const emission = seeds.map((seed) => {
      const camps = drawCamps(seed, honestStake, sigmaWeights);
      return honestEmission(honestShares(camps, parameters, honestWeight, minorWeight), settings.base.xi);
    });
    const held = emission.filter((one) => keeps(one, honestStake)).length / seeds.length;
    const middle = mean(emission);
    return { ...point, mean: middle, lowest: Math.min(...emission), held, ok: keeps(middle, honestStake) };
  });
}
