/** Who looks ahead stops buying before an announced cut, and not before a surprise. Closed form `announced-cut-last-purchase`. */
import { describe, expect, it } from "vitest";
import { status } from "../../sim/membership/contract.ts";
import { armsOfFile } from "../support/play.ts";
import { OPERATORS, worldsOf } from "../support/worlds.ts";

const K = 50;
/** USD a year of a unit: margins of the closed form and the maintenance of its hardware; an entrant counts on K/(K + 1) of it. */
const perYear = (usd: number) => (usd * (K + 1)) / 365;
const CUT_YEARS = 4;
const EXPECTED_YEARS = 1.60360841183;

/** Hardware at 2,000 USD, resold for 400 after 3 years, 100 USD of maintenance a year, no energy; almost nobody who is willing orders. */
const world = [
  "seed=6",
  "duration=1466 days",
  "discountRate=0.105170918075648",
  `demand.requests=${perYear(200 + 100)} requests/day`,
  "market.least=1 USD/request",
  "market.most=1 USD/request",
  `emission={ kind: constant, tokensPerBlock: ${perYear(800) / 7200} tokens/block }`,
  "split={ owner: 0, miners: 1, validators: 0 }",
  "verification={ kind: rerun, usdPerAudit: 0 USD }",
  "participants.miner={ id: miner, role: miner, trainShare: 0, count: 50, entrants: 1, units: 1, hardware: rtx4090-texas, energyPrice: 0 USD/kWh, costRange: [0.909090909090909, 0.909090909090909], patience: 5 years }",
];
const membership = (expectations: string) =>
  `membership={ kind: profitDriven, incomeMemory: 0 s, deliveryLag: 0 s, adjustment: 10000 years, expectations: ${expectations} }`;
const cut = (announced: string) => `taper={ kind: step, at: ${CUT_YEARS * 365} days, announcedAt: ${announced} }`;

/** Years before the cut at which the last hardware that anybody is willing to buy would serve: an epoch after the order. */
async function yearsBefore(...overrides: string[]): Promise<{ years: number; epochYears: number }> {
  const arms = armsOfFile(OPERATORS, [...world, ...overrides]);
  const worlds = await worldsOf(arms);
  const epochDays = arms.arms[0]!.rules.clock.epochDays;
  // The first epoch has no income to look at yet when it begins.
  const last = worlds.findIndex(({ operators }, e) => e > 0 && operators.owedOrders === 0);
  // Before anybody was paid worn hardware is not replaced; the seed is one with which none wears out so early.
  expect(worlds[last - 1]!.operators.status.filter((state) => state === status.serving).length).toBe(K);
  return { years: CUT_YEARS - ((last + 1) * epochDays) / 365, epochYears: epochDays / 365 };
}

describe("the last purchase before a cut", () => {
  it.each([50400, 7200 * 3])("comes x* before an announced one, within an epoch of %i blocks", async (tempo) => {
    const { years, epochYears } = await yearsBefore(membership("schedule"), cut("0 days"), `tempo=${tempo}`);
    expect(Math.abs(years - EXPECTED_YEARS)).toBeLessThan(epochYears);
  });

  it("comes at the cut where it is a surprise, or where nobody looks ahead", async () => {
    const surprise = await yearsBefore(membership("schedule"), cut(`${CUT_YEARS * 365} days`));
    const adaptive = await yearsBefore(membership("adaptive"), cut("0 days"));
    for (const { years, epochYears } of [surprise, adaptive]) expect(Math.abs(years)).toBeLessThan(2 * epochYears);
  });
});
