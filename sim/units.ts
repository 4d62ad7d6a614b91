import { z } from "zod";
import { quantityIn } from "./quantity.ts";

/**
 * Schemas of the numbers in a scenario file. A quantity is written as text with its unit and read as a number in one unit,
 * named in each line below; written back it has that unit and reads as the same number. Give a default in the way it is
 * written: `duration.prefault("28 days").describe("...")`; plain numbers take `.default(0.5)`.
 *
 * Every message is what would be right ("expected ..."); where it stands and what was found is added by whoever parses.
 */
function quantity(unit: string, what: string, ...examples: [string, ...string[]]) {
  const expected = `expected ${what}, such as ${examples.map((example) => `"${example}"`).join(" or ")}`;
  return z.codec(z.string({ error: () => expected }).meta({ examples }), z.number(), readingIn(unit, expected));
}

/** The two directions between a text (or a bare number, already in the unit) and its number. */
function readingIn(unit: string, expected: string) {
  return {
    decode(written: string | number, context: z.core.ParsePayload): number {
      const value = typeof written === "number" ? written : quantityIn(unit, written);
      if (value !== undefined && value >= 0) return value;
      const message = value === undefined ? expected : "expected 0 or more";
      context.issues.push({ code: "custom", input: written, message });
      return z.NEVER;
    },
    encode: (value: number) => `${value} ${unit}`,
  };
}

const number = (expected: string) => z.number({ error: () => expected });

/** seconds */
export const duration = quantity("s", "a time with its unit", "28 days", "12 s");
/** seconds, more than 0 */
export const positiveDuration = duration.refine((seconds) => seconds > 0, {
  error: () => "expected a time longer than 0 s",
});
/** watts */
export const power = quantity("W", "a power with its unit", "350 W");
/** USD */
export const usd = quantity("USD", "an amount of USD with its unit", "100 USD");
/** USD, more than 0 */
export const positiveUsd = usd.refine((amount) => amount > 0, { error: () => "expected more than 0 USD" });
/** USD per hour */
export const usdPerHour = quantity("USD/h", "USD per time with its unit", "0.35 USD/h");
/** USD per kilowatt-hour */
export const usdPerKwh = quantity("USD/kWh", "USD per energy with its unit", "0.08 USD/kWh");
/** USD per request */
export const usdPerRequest = quantity("USD/request", "USD per request with its unit", "0.002 USD/request");
/** USD per day */
export const usdPerDay = quantity("USD/day", "USD per time with its unit", "500 USD/day");
/** requests per day */
export const requestsPerDay = quantity("requests/day", "requests per time with their unit", "1000 requests/day");
/** tokens per block */
export const tokensPerBlock = quantity("tokens/block", "tokens per block with their unit", "1 token/block");
/** tokens per day */
export const tokensPerDay = quantity("tokens/day", "tokens per time with their unit", "1000 tokens/day");
/** tokens per year of 365 days */
export const tokensPerYear = quantity("tokens/year", "tokens per time with their unit", "5000000 tokens/year");
/** fraction per day */
export const perDay = quantity("/day", "a rate per time with its unit", "0.1 /day", "2 percent/day");

const tokensExpected = 'expected tokens, 0 or more, such as 100 or "100 tokens"';
/** tokens; a bare number is tokens too */
export const tokens = z.codec(
  z.union([z.number(), z.string()], { error: () => tokensExpected }),
  z.number(),
  readingIn("tokens", tokensExpected),
);

/** tokens, more than 0 */
export const positiveTokens = tokens.refine((amount) => amount > 0, { error: () => "expected more than 0 tokens" });

/** whole blocks, 0 or more */
export const blocks = z
  .int({ error: () => "expected a whole number of blocks, such as 360" })
  .min(0, { error: () => "expected a whole number of blocks, 0 or more" });
/** whole number, 0 or more */
export const wholeNumber = z
  .int({ error: () => "expected a whole number, 0 or more" })
  .min(0, { error: () => "expected a whole number, 0 or more" });
/** whole number, 1 or more */
export const count = z
  .int({ error: () => "expected a whole number, 1 or more" })
  .min(1, { error: () => "expected a whole number, 1 or more" });

const fractionExpected = "expected a fraction from 0 to 1";
/** fraction from 0 to 1 */
export const fraction = number(fractionExpected)
  .min(0, { error: () => fractionExpected })
  .max(1, { error: () => fractionExpected });
/** more than 0 */
export const positive = number("expected a number above 0").positive({ error: () => "expected a number above 0" });
/** 0 or more */
export const notNegative = number("expected a number, 0 or more").min(0, { error: () => "expected 0 or more" });

const annualExpected = "expected a fraction a year from 0 to 1, such as 0.1 for 10 percent";
/** fraction per year */
export const annualRate = number(annualExpected)
  .min(0, { error: () => annualExpected })
  .max(1, { error: () => annualExpected });
