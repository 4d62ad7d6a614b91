import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { boundPrice, mobileRewards } from "../../sim/theory/heliumRewards.ts";

interface Vector {
  readonly id: string;
  readonly input: Readonly<Record<string, number>>;
  readonly expected: Readonly<Record<string, number>>;
  readonly tolerance: number;
}

const file = new URL("../vectors/emission/emission_schedules.json", import.meta.url);
const vectors = (JSON.parse(readFileSync(file, "utf8")) as { golden_vectors: Vector[] }).golden_vectors;
const vector = (id: string) => vectors.find((one) => one.id === id)!;

describe("HIP-147", () => {
  const { input: day, expected, tolerance } = vector("helium-hip147-a");
  const rewards = (parts: { coverage: number; data: number }, price: number) =>
    mobileRewards(day["hnt_day"]!, day["mobile_share"]!, parts, price, {
      gigabytes: day["gb"]!,
      usdPerGigabyte: day["usd_per_gb"]!,
    });
  const check = ({ dataUsd, coverageUsd }: ReturnType<typeof rewards>, stated: Vector["expected"], within: number) => {
    expect(Math.abs(dataUsd - stated["data_usd"]!)).toBeLessThanOrEqual(within);
    expect(Math.abs(coverageUsd - stated["poc_usd"]!)).toBeLessThanOrEqual(within);
  };

  it("helium-hip147-a: coverage gets its reserve and what data leaves over", () =>
    check(rewards({ coverage: day["poc"]!, data: day["data"]! }, day["price"]!), expected, tolerance));

  it("helium-hip147-b: the same day at another price, without a reserve", () => {
    const b = vector("helium-hip147-b");
    check(rewards({ coverage: 0, data: b.input["pool"]! }, b.input["price"]!), b.expected, b.tolerance);
  });

  it("pays data no more than the pool for it holds", () => {
    const { dataUsd, coverageUsd } = rewards({ coverage: 0.2, data: 0.4 }, 1);
    const poolUsd = day["hnt_day"]! * day["mobile_share"]!;
    expect(dataUsd).toBeCloseTo(0.4 * poolUsd, 9);
    expect(coverageUsd).toBeCloseTo(0.2 * poolUsd, 9);
  });
});

describe("HIP-149", () => {
  const { input, expected, tolerance } = vector("helium-hip149");
  const at = (multiple: number) => boundPrice(multiple, input["gb"]! * input["payer"]!, input["baseline_hnt"]!);

  it("helium-hip149: prices of the floor and of the cap", () => {
    expect(Math.abs(at(0.5) - expected["floor_price"]!)).toBeLessThanOrEqual(tolerance);
    expect(Math.abs(at(3) - expected["cap_price"]!)).toBeLessThanOrEqual(tolerance);
  });
});
