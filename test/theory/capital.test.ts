import { describe, expect, test } from "vitest";
import { hardware, hardwareNames, hardwareSources, type HardwareName } from "../../sim/data/hardware.ts";
import { firstYearCapitalPerHour, hourlyCost, type Capital } from "../../sim/theory/capital.ts";

const unit: Capital = {
  capexUsd: 6000,
  salvageUsd: 1200,
  annualRate: 0.1,
  lifeYears: 4,
  availability: 0.95,
  kilowatt: 0.5,
  pue: 1.2,
  usdPerKwh: 0.1,
  maintenanceShare: 0.05,
};

describe("capital recovery", () => {
  test("equals the closed form", () => {
    const cost = hourlyCost(unit);
    expect(cost.capital).toBeCloseTo(0.196378257365, 10);
    expect(cost.energy).toBeCloseTo(0.06, 12);
    expect(cost.maintenance).toBeCloseTo(0.0360490266763, 10);
    expect(cost.full).toBeCloseTo(0.292427284041, 10);
  });

  test("both readings of running cost: energy alone, which is ours, and energy with maintenance", () => {
    const cost = hourlyCost(unit);
    expect(cost.running).toBe(cost.energy);
    expect(cost.running).toBeCloseTo(0.06, 12);
    expect(cost.energy + cost.maintenance).toBeCloseTo(0.0960490266763, 10);
  });

  test("falling rental prices ask for more in the first year", () => {
    const firstYear = firstYearCapitalPerHour(unit, 0.25);
    expect(firstYear).toBeCloseTo(0.277937404774, 10);
    expect(firstYear / hourlyCost(unit).capital).toBeCloseTo(1.41531658598, 10);
    expect(firstYearCapitalPerHour(unit, 0)).toBeCloseTo(hourlyCost(unit).capital, 12);
  });

  test("without cost of capital the price is spread evenly", () => {
    const { capital } = hourlyCost({ ...unit, annualRate: 0 });
    expect(capital).toBeCloseTo((6000 - 1200) / 4 / (8760 * 0.95), 12);
    expect(hourlyCost({ ...unit, annualRate: 1e-9 }).capital).toBeCloseTo(capital, 7);
  });
});

/** Worked costs of the calibration compiled in November 2026, USD per available hour: capital, energy, full, running. */
const worked: Record<HardwareName, readonly [number, number, number, number]> = {
  "h100-colo": [1.309, 0.133, 1.682, 0.133],
  "a100-colo": [0.491, 0.084, 0.666, 0.084],
  "rtx4090-home": [0.09, 0.096, 0.2, 0.096],
  "rtx4090-texas": [0.09, 0.044, 0.147, 0.044],
  "rtx3090-home": [0.041, 0.077, 0.124, 0.077],
};

describe("hardware classes", () => {
  test.each(hardwareNames)("%s costs what the worked example says", (name) => {
    const cost = hourlyCost({ ...hardware[name], salvageUsd: hardware[name].salvageShare * hardware[name].capexUsd });
    const printed = [cost.capital, cost.energy, cost.full, cost.running].map((usd) => Number(usd.toFixed(3)));
    expect(printed).toEqual(worked[name]);
  });

  test.each(hardwareNames)("every value of %s has a source and a date", (name) => {
    for (const [field, { value, source, date }] of Object.entries(hardwareSources[name])) {
      expect(hardware[name]).toHaveProperty(field, value);
      expect(source.length).toBeGreaterThan(10);
      expect(date).toMatch(/^20\d\d(-\d\d)?$/);
    }
  });
});
