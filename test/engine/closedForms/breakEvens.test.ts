/** Break-even figures that a run solves and plays with membership fixed: closed form `break-evens`. */
import { describe, expect, it } from "vitest";
import { breakEvensOf } from "../../../sim/counterfactual/breakEvens.ts";
import type { Row } from "../../../sim/record.ts";
import { gathered, playedFile } from "../../counterfactual/played.ts";
import { form, near } from "../../support/closedForms.ts";
import { costing, minting, WEEK_HOURS, weekly } from "./played.ts";

const { parameters: p, expected: e } = form("break-evens");
const UNITS_EACH = 400;

/** Break-evens of operators who own all units of the example together and stay. */
async function figures(cost: { full: number; running: number }, ...lines: string[]): Promise<Record<string, Row>> {
  const run = await playedFile("test/counterfactual/freeEntry.yaml", [
    "duration=30 weeks",
    "taper.at=20 weeks",
    "membership={ kind: fixed }",
    `participants=[{ id: same, role: miner, count: ${p.units / UNITS_EACH}, units: ${UNITS_EACH}, trainShare: 0, ${costing("a100-colo", cost)} }, { id: validator, role: validator, count: 1, stake: 1000 }]`,
    minting(p.operatorEmissionTokens),
    ...lines,
  ]);
  const rows = (await gathered(breakEvensOf(run)))["breakEvens"]!;
  return Object.fromEntries(rows.map((row) => [row["name"], row]));
}

const posted = (usdPerRequest: number) =>
  `market={ kind: posted, usdPerRequest: ${usdPerRequest} USD/request, theta: 0 }`;

describe("break-evens [break-evens]", () => {
  it("of token price and demand are those of the form, and cover cost when they are played", async () => {
    const full = p.costUsdPerUnit / WEEK_HOURS;
    const { tokenPrice, demandMultiple } = await figures({ full, running: full / 2 }, weekly(p.feesUsd), posted(1));
    near(Number(tokenPrice!["value"]), e.breakEvenTokenPrice, 1e-9);
    near(Number(demandMultiple!["value"]), e.breakEvenDemandMultiple, 1e-9);
    for (const { verified } of [tokenPrice!, demandMultiple!]) near(Number(verified), 1, 0.01);
  });

  it("of utilisation are those of the form, and cover full and running cost when they are played", async () => {
    const cost = { full: p.fullCostPerAvailableHour, running: p.runningCostPerAvailableHour };
    // 100 requests an hour, a quarter of what could be answered.
    const requests = (0.25 * 100 * WEEK_HOURS * p.units) / 7;
    const { utilisationFull, utilisationRunning } = await figures(
      cost,
      `demand.requests=${requests} requests/day`,
      posted(p.pricePerSoldHour / 100),
    );
    near(Number(utilisationFull!["today"]), 0.25, 1e-9);
    near(Number(utilisationFull!["value"]), e.breakEvenUtilisationFull, 1e-9);
    near(Number(utilisationRunning!["value"]), e.breakEvenUtilisationRunning, 1e-9);
    for (const { verified } of [utilisationFull!, utilisationRunning!]) near(Number(verified), 1, 0.01);
    expect(Number(utilisationFull!["verified"])).not.toBeNaN();
  });
});
