/** What operators pay, when they go and how they come, played: exits, entry with a delivery lag, costs, experience. */
import { describe, expect, it } from "vitest";
import type { World } from "../../../sim/world.ts";
import { form, near, within } from "../../support/closedForms.ts";
import { costing, last, miners, minting, network, rulesWith, seen, WEEK_HOURS, weekly } from "./played.ts";

describe("an exit on averaged income [expectation-lag-exit]", () => {
  const { parameters: p, expected: e } = form("expectation-lag-exit");
  /** in weeks: later than averages are plain means */
  const CUT = 12;
  const young = (world: World): World => ({ ...world, operators: { ...world.operators, ageDays: Float64Array.of(0) } });

  it("comes in the epoch, at the average and with the patience of the form", async () => {
    const rules = rulesWith([
      "duration=26 weeks",
      weekly(p.incomeAfter * WEEK_HOURS),
      minting((p.incomeBefore - p.incomeAfter) * WEEK_HOURS),
      `taper={ kind: step, at: ${CUT} weeks }`,
      `membership={ kind: profitDriven, incomeMemory: ${-7 / Math.log1p(-p.emaWeight)} days, hopeless: 1 year }`,
      miners(
        `id: one, count: 1, trainShare: 0, patience: ${7 * p.patienceEpochs} days, ${costing("rtx4090-texas", { full: 0.15, running: p.runningCost })}`,
      ),
    ]);
    const weeks = await seen(
      rules,
      ({ rows }) => ({
        income: Number(rows("operators")[0]!["incomePerHour"]),
        stopped: Number(rows("epochs")[0]!["stopped"]),
      }),
      young,
    );
    // Week CUT of the run, counted from 0, is epoch 1 of the form.
    const epochOf = (week: number) => week - CUT + 1;
    const firstBelow = weeks.findIndex(({ income }) => income < p.runningCost);
    expect(epochOf(firstBelow)).toBe(e.firstEpochBelow);
    near(weeks[firstBelow]!.income, e.emaThere, 1e-9);
    expect(epochOf(weeks.findIndex(({ stopped }) => stopped === 1))).toBe(e.exitEpoch);
  });
});

describe("entry with a delivery lag [entry-lag-stability]", () => {
  const { parameters: p, expected: e } = form("entry-lag-stability");
  const UNITS = 400;
  const WEEKS = 120;
  const full = 1 / WEEK_HOURS;

  /** Who serves by weeks, of a network that starts at half of what its fees pay for; and the warnings that are printed. */
  async function played(lag: number, gain: number) {
    const rules = rulesWith([
      `duration=${WEEKS} weeks`,
      weekly(UNITS),
      `membership={ kind: profitDriven, incomeMemory: 0 s, deliveryLag: ${7 * lag} days, adjustment: ${-7 / Math.log1p(-gain)} days }`,
      miners(
        `id: same, count: ${UNITS / 2}, entrants: 1000, trainShare: 0, ${costing("a100-colo", { full, running: full / 2 })}`,
      ),
    ]);
    return { serving: await network(rules, "serving"), warnings: rules.warnings };
  }

  /** The rule of the form, whose entrants look at what serves and not at what is on order. */
  function lagged(lag: number, gain: number): number[] {
    const units: number[] = [UNITS / 2];
    for (let k = 0; k < WEEKS; k++) units.push(units[k]! + gain * (UNITS - units[Math.max(0, k - lag)]!));
    return units;
  }

  const cases = (p.deliveryLagEpochs as number[]).flatMap((lag, k) =>
    [0.7, 1.5].map((part) => [lag, part * e.largestStableGain[k], part] as const).filter(([, gain]) => gain < 1),
  );

  it.each(cases)("of %i weeks and gain %f settles, below its bound and above it", async (lag, gain, part) => {
    const { serving, warnings } = await played(lag, gain);
    within(last(serving), UNITS, 1);
    // Entrants count what is on order, so that the engine's own rule never overshoots; the warning keeps to the form.
    expect(Math.max(...serving)).toBeLessThanOrEqual(UNITS);
    expect(warnings).toHaveLength(part > 1 ? 1 : 0);
    const swing = Math.max(
      ...lagged(lag, gain)
        .slice(-20)
        .map((units) => Math.abs(units - UNITS)),
    );
    if (part > 1) expect(swing).toBeGreaterThan(UNITS);
    else expect(swing).toBeLessThan(0.01 * UNITS);
  });
});

describe("what hardware costs [capital-recovery]", () => {
  const { parameters: p, expected: e } = form("capital-recovery");
  // The class of 15,000 USD at two fifths of its price; its overhead of power is 1.3.
  const multiple = p.capexUsd / 15_000;
  const group = (count: number, entrants: number) =>
    `id: unit, count: ${count}, entrants: ${entrants}, trainShare: 0, patience: 7 days, hardware: a100-colo, ` +
    `costRange: [${multiple}, ${multiple}], power: ${1000 * p.kilowatt} W, energyPrice: ${(p.usdPerKwh * p.pue) / 1.3 / multiple} USD/kWh`;
  const UNITS = 500;

  it("is the roster's, and what is recorded of an epoch", async () => {
    const rules = rulesWith([`discountRate=${p.annualRate}`, "duration=1 week", miners(group(1, 0))]);
    const { hardware, maintenancePerHour } = rules.roster.operators;
    near(hardware.capexUsd[0]!, p.capexUsd, 1e-12);
    near(hardware.scrapUsd[0]!, p.salvageUsd, 1e-12);
    near(hardware.capitalPerHour[0]!, e.capitalUsdPerHour, 1e-9);
    near(maintenancePerHour[0]!, e.maintenanceUsdPerHour, 1e-9);
    const [row] = await seen(rules, ({ rows }) => rows("operators")[0]!);
    near(Number(row!["runningPerHour"]), e.energyUsdPerHour, 1e-9);
    near(Number(row!["fullPerHour"]), e.fullUsdPerHour, 1e-9);
    near(Number(row!["maintenanceUsd"]) / WEEK_HOURS, e.maintenanceUsdPerHour, 1e-9);
  });

  it("is where entry settles", async () => {
    const rules = rulesWith([
      `discountRate=${p.annualRate}`,
      "duration=10 years",
      weekly(UNITS * e.fullUsdPerHour * WEEK_HOURS),
      "membership={ kind: profitDriven, incomeMemory: 0 s, deliveryLag: 0 s, adjustment: 91 days }",
      miners(group(100, 800)),
    ]);
    near(last(await network(rules, "serving")), UNITS, 0.01);
  });

  it("keeps a unit that earns its power though not its maintenance, which is owed anyway", async () => {
    const serving = async (perHour: number) => {
      const rules = rulesWith([
        "discountRate=0",
        "duration=8 weeks",
        weekly(perHour * WEEK_HOURS),
        "membership={ kind: profitDriven, incomeMemory: 0 s }",
        miners(group(1, 0)),
      ]);
      return last(await network(rules, "serving"));
    };
    expect(await serving(1.01 * e.runningEnergyOnly)).toBe(1);
    expect(await serving(0.99 * e.runningEnergyOnly)).toBe(0);
    expect(1.01 * e.runningEnergyOnly).toBeLessThan(e.runningWithMaintenance);
  });
});

describe("costs that fall with what was served [learning-by-doing]", () => {
  const { parameters: p, expected: e } = form("learning-by-doing");

  it("are those of the form at every multiple of the output", async () => {
    const FROM = 7000;
    const rules = rulesWith([
      `work.learning={ rate: ${p.learningRate}, from: ${FROM} }`,
      "duration=11 weeks",
      weekly(FROM),
      miners(`id: one, count: 1, trainShare: 0, ${costing("a100-colo", { full: p.unitCostStart, running: 0.5 })}`),
    ]);
    // A week serves Q0: in week Q of the run Q x Q0 have been served.
    const full = await seen(rules, ({ rows }) => Number(rows("operators")[0]!["fullPerHour"]));
    (p.cumulativeOutputMultiple as number[]).forEach((multiple, k) => near(full[multiple]!, e.unitCost[k], 1e-9));
    near(-Math.log2(full[2]! / full[1]!), e.exponent, 1e-9);
  });
});
