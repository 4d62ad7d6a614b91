import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import * as units from "../../sim/units.ts";

type UnitName = keyof typeof units;

const readable: readonly [UnitName, unknown, number][] = [
  ["duration", "12 s", 12],
  ["duration", "28 days", 28 * 86_400],
  ["duration", "1 week", 7 * 86_400],
  ["duration", "3 years", 3 * 365 * 86_400],
  ["duration", ".5 h", 1800],
  ["duration", "0 s", 0],
  ["duration", "1e3 minutes", 60_000],
  ["power", "350 W", 350],
  ["power", "0.35 kW", 350],
  ["usd", "100 USD", 100],
  ["usdPerHour", "0.35 USD/h", 0.35],
  ["usdPerHour", "0.35 USD / hour", 0.35],
  ["usdPerHour", "24 USD/day", 1],
  ["usdPerKwh", "0.08 USD/kWh", 0.08],
  ["usdPerKwh", "80 USD/MWh", 0.08],
  ["usdPerRequest", "0.002 USD/request", 0.002],
  ["usdPerDay", "3500 USD/week", 500],
  ["requestsPerDay", "7 requests/week", 1],
  ["tokensPerBlock", "1 token/block", 1],
  ["tokensPerBlock", "0.5 tokens/block", 0.5],
  ["tokens", 100, 100],
  ["tokens", "100 tokens", 100],
  ["perDay", "0.1 /day", 0.1],
  ["perDay", "0.1/day", 0.1],
  ["perDay", "2 percent/day", 0.02],
  ["perDay", "7 %/week", 0.01],
  ["blocks", 360, 360],
  ["fraction", 0.5, 0.5],
  ["count", 3, 3],
  ["annualRate", 0.1, 0.1],
];

const refused: readonly [UnitName, unknown, string][] = [
  ["duration", 12, 'expected a time with its unit, such as "28 days" or "12 s"'],
  ["duration", "12", 'expected a time with its unit, such as "28 days" or "12 s"'],
  ["duration", "12 USD", 'expected a time with its unit, such as "28 days" or "12 s"'],
  ["duration", "1 month", 'expected a time with its unit, such as "28 days" or "12 s"'],
  ["duration", "5 m", 'expected a time with its unit, such as "28 days" or "12 s"'],
  ["duration", "1 s/2", 'expected a time with its unit, such as "28 days" or "12 s"'],
  ["duration", "1e999 s", 'expected a time with its unit, such as "28 days" or "12 s"'],
  ["duration", "2 percent s", 'expected a time with its unit, such as "28 days" or "12 s"'],
  ["duration", "-1 s", "expected 0 or more"],
  ["positiveDuration", "0 s", "expected a time longer than 0 s"],
  ["power", 350, 'expected a power with its unit, such as "350 W"'],
  ["power", "350 J", 'expected a power with its unit, such as "350 W"'],
  ["usd", 5, 'expected an amount of USD with its unit, such as "100 USD"'],
  ["usdPerHour", "0.35 USD", 'expected USD per time with its unit, such as "0.35 USD/h"'],
  ["usdPerKwh", "0.08 USD/kW", 'expected USD per energy with its unit, such as "0.08 USD/kWh"'],
  ["perDay", "0.1", 'expected a rate per time with its unit, such as "0.1 /day" or "2 percent/day"'],
  ["tokens", NaN, 'expected tokens, 0 or more, such as 100 or "100 tokens"'],
  ["tokens", "5 USD", 'expected tokens, 0 or more, such as 100 or "100 tokens"'],
  ["tokens", {}, 'expected tokens, 0 or more, such as 100 or "100 tokens"'],
  ["tokens", -5, "expected 0 or more"],
  ["fraction", 1.5, "expected a fraction from 0 to 1"],
  ["fraction", NaN, "expected a fraction from 0 to 1"],
  ["positive", 0, "expected a number above 0"],
  ["positive", Infinity, "expected a number above 0"],
  ["notNegative", -1, "expected 0 or more"],
  ["count", 0, "expected a whole number, 1 or more"],
  ["count", 1.5, "expected a whole number, 1 or more"],
  ["blocks", -1, "expected a whole number of blocks, 0 or more"],
  ["annualRate", 10, "expected a fraction a year from 0 to 1, such as 0.1 for 10 percent"],
];

describe("quantities", () => {
  test.each(readable)("%s reads %j as %d", (name, written, value) => {
    expect(units[name].parse(written)).toBe(value);
  });

  test.each(refused)("%s refuses %j", (name, written, expected) => {
    const result = units[name].safeParse(written);
    expect(result.error?.issues.map(({ message }) => message)).toEqual([expected]);
  });

  const names = Object.keys(units).filter((name) => units[name as UnitName] instanceof z.ZodCodec) as UnitName[];

  test.each(names)("%s written back reads as the same number", (name) => {
    const schema = units[name] as z.ZodCodec<z.ZodType, z.ZodNumber>;
    fc.assert(
      fc.property(
        fc.double({ min: name.startsWith("positive") ? 1e-300 : 0, noNaN: true, noDefaultInfinity: true }),
        (value) => {
          expect(schema.parse(z.encode(schema, value))).toBe(Math.abs(value)); // 0 has no sign
        },
      ),
    );
  });

  test("days, weeks and years agree with hours", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100_000 }), (n) => {
        expect(units.duration.parse(`${n} days`)).toBe(units.duration.parse(`${24 * n} h`));
        expect(units.duration.parse(`${n} weeks`)).toBe(units.duration.parse(`${7 * n} days`));
        expect(units.duration.parse(`${n} years`)).toBe(units.duration.parse(`${365 * n} days`));
      }),
    );
  });

  test("no text makes it throw or return something that is not finite", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.tuple(fc.double(), fc.string()).map(([n, s]) => `${n} ${s}`),
        ),
        (text) => {
          const result = units.duration.safeParse(text);
          expect(!result.success || Number.isFinite(result.data)).toBe(true);
        },
      ),
    );
  });

  test("a JSON Schema shows how a value is written, its default and what it is", () => {
    const shape = z.strictObject({
      patience: units.duration.prefault("28 days").describe("time"),
      share: units.fraction.default(0.5),
      stake: units.tokens,
    });
    expect(z.toJSONSchema(shape, { io: "input" })).toMatchObject({
      required: ["stake"],
      properties: {
        patience: { type: "string", default: "28 days", description: "time", examples: ["28 days", "12 s"] },
        share: { type: "number", default: 0.5, minimum: 0, maximum: 1 },
        stake: { type: ["number", "string"] },
      },
    });
    expect(shape.parse({ stake: 1 })).toEqual({ patience: 28 * 86_400, share: 0.5, stake: 1 });
  });
});
