/** Rewards of Helium's proposals (helium/HIP), which no slot plays. */

/** What a day's pool pays, USD. */
export interface MobileRewards {
  readonly dataUsd: number;
  /** proof of coverage: its own reserve, and what data leaves over */
  readonly coverageUsd: number;
}

/**
 * A day's rewards of mobile hotspots. Data is paid for what was carried, as far as the pool for it goes; coverage gets its
 * reserve and what data leaves over.
 *
 *   pool = tokens x share x p        data = min(GB x rate, dataPart x pool)
 *   coverage = coveragePart x pool + dataPart x pool - data
 *
 * Without a reserve coveragePart is 0 and dataPart holds both.
 *
 * @param tokens emitted in the day
 * @param mobileShare fraction of them for mobile
 * @param parts fractions of the mobile share
 * @param price USD per token
 * @param carried GB, and what is paid for each, USD
 * Source: docs/economy.md, "Rewards of Render and Helium"; HIP-147.
 */
export function mobileRewards(
  tokens: number,
  mobileShare: number,
  parts: { readonly coverage: number; readonly data: number },
  price: number,
  carried: { readonly gigabytes: number; readonly usdPerGigabyte: number },
): MobileRewards {
  const poolUsd = tokens * mobileShare * price;
  const dataUsd = Math.min(carried.gigabytes * carried.usdPerGigabyte, parts.data * poolUsd);
  return { dataUsd, coverageUsd: (parts.coverage + parts.data) * poolUsd - dataUsd };
}

/**
 * Token price at which pay for data is a multiple of what customers pay for it. Below the price of the floor's multiple pay is topped
 * up, above that of the cap's it is cut.
 *
 *   p = multiple x GB x rate / D0
 *
 * @param multiple of revenue: 0.5 for the floor, 3 for the cap
 * @param revenueUsd GB x rate, a day
 * @param basePay D0: tokens a day that data earns without either
 * Source: docs/economy.md, "Rewards of Render and Helium"; HIP-149.
 */
export const boundPrice = (multiple: number, revenueUsd: number, basePay: number): number =>
  (multiple * revenueUsd) / basePay;
