import { describe, expect, it } from "vitest";
import { electricity } from "../../sim/data/electricity.ts";
import { exportControls, gpuPrices, publishedBreakEven } from "../../sim/data/gpuPrices.ts";
import { hardware } from "../../sim/data/hardware.ts";
import { hourlyCost } from "../../sim/theory/capital.ts";

describe("calibration data", () => {
  it("says where each price comes from and when it held", () => {
    expect(gpuPrices.length).toBe(27);
    for (const { gpu, usdPerHour, range, spotUsdPerHour, source, date } of gpuPrices) {
      expect(source.length, gpu).toBeGreaterThan(3);
      expect(date, gpu).toMatch(/20\d\d/);
      expect(usdPerHour).toBeGreaterThan(0);
      if (range) expect(range[0] <= usdPerHour && usdPerHour <= range[1], gpu).toBe(true);
      if (spotUsdPerHour) expect(spotUsdPerHour).toBeLessThan(usdPerHour);
    }
    for (const { multiplier } of exportControls) expect([0.6, 2]).toContain(multiplier);
  });

  it("has industry pay less for electricity than households everywhere", () => {
    for (const { where, residential, commercial, industrial } of electricity)
      expect(industrial < commercial && commercial < residential, where).toBe(true);
  });

  it("tariffs of the hardware classes are those of their places", () => {
    const of = (name: string) => electricity.find(({ where }) => where === name)!;
    expect(hardware["rtx4090-texas"].usdPerKwh).toBe(of("Texas").industrial);
    expect(hardware["rtx4090-home"].usdPerKwh).toBe(of("US average").residential);
    expect(hardware["h100-colo"].usdPerKwh).toBe(of("US average").industrial);
  });

  it("our full cost of an H100 is the published price below which it loses money, within 3%", () => {
    const unit = hardware["h100-colo"];
    const { full } = hourlyCost({ ...unit, salvageUsd: unit.salvageShare * unit.capexUsd });
    expect(Math.abs(full / publishedBreakEven.lossBelow - 1)).toBeLessThan(0.03);
  });
});
