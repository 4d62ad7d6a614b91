import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, describe, expect, it } from "vitest";
import { vendored } from "../../models/data/vendored.ts";
import { MEASURES, readWeather } from "../../models/data/weather.ts";

const root = join(import.meta.dirname, "../..");
const file = "seattle-weather/seattle-weather.csv";

let made: string | undefined;
afterEach(() => {
  if (made !== undefined) rmSync(made, { recursive: true });
  made = undefined;
});

describe("vendored files", () => {
  it("are found from source and from the bundle", () => {
    expect(vendored(file)).toBe(join(root, "vendor", file));
    expect(vendored(file, pathToFileURL(join(root, "dist/chunks/tabular.js")).href)).toBe(join(root, "vendor", file));
  });

  it("are found in an installed package, wherever other packages stand", () => {
    made = mkdtempSync(join(tmpdir(), "taper-vendor-"));
    const installed = join(made, "node_modules/taper-sim");
    mkdirSync(join(installed, "vendor/seattle-weather"), { recursive: true });
    mkdirSync(join(made, "node_modules/canvas"), { recursive: true });
    writeFileSync(join(installed, "vendor", file), "");
    const code = pathToFileURL(join(installed, "dist/chunks/tabular.js")).href;
    expect(vendored(file, code)).toBe(join(installed, "vendor", file));
  });

  it("that are not there are refused", () => {
    expect(() => vendored("no-such-data.csv")).toThrow("vendor/no-such-data.csv is not there; expected it above");
  });
});

describe("the weather", () => {
  it("has a row a day, finite, and names a line that is not one", () => {
    const { count, measures } = readWeather();
    expect([count, measures.length]).toEqual([1461, 1461 * MEASURES]);
    expect(measures.every(Number.isFinite)).toBe(true);
    made = mkdtempSync(join(tmpdir(), "taper-vendor-"));
    const bad = join(made, "bad.csv");
    writeFileSync(bad, "date,a,b,c,d,weather\n2012-01-01,0,1,2,3,hail\n");
    expect(() => readWeather(bad)).toThrow(
      '2: found "2012-01-01,0,1,2,3,hail"; expected date, four numbers and a kind',
    );
  });
});
