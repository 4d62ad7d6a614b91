/**
 * Network time of a chain that counts capacity in whole epochs: a straight line between the epochs around it.
 *
 *   theta = k - (baseline - realised) / b_k
 *
 * @param epoch k: the first epoch whose cumulative baseline is not below what was realised
 * @param baselineThere b_k: baseline of epoch k, in the unit of capacity
 * @param baseline cumulative baseline up to epoch k, capacity x epochs
 * @param realised cumulative sum of min(baseline, capacity), capacity x epochs
 * @returns epochs; `networkTime` of sim/emission/baseline.ts where epochs are short
 * Source: docs/economy.md, "Emission"; filecoin-project/builtin-actors at 04eef6b, actors/reward/src/logic.rs.
 */
export const interpolatedTime = (epoch: number, baselineThere: number, baseline: number, realised: number): number =>
  epoch === 0 ? 0 : epoch - (baseline - realised) / baselineThere;
