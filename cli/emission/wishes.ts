/** Options of `taper emission`, read and checked. */
import type { EmissionOptions } from "../commands/emission.ts";
import type { Held } from "../../sim/schedule/held.ts";
import type { Moment } from "../../sim/schedule/point.ts";
import { quantityIn } from "../../sim/quantity.ts";
import { BadInput } from "../errors.ts";

const MOST_YEARS = 1000;

const plainNumber = /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i;

/** A number, or a quantity with its unit where it has one; NaN for anything else. */
function amount(text: string, unit: string | undefined): number {
  if (plainNumber.test(text)) return Number(text);
  return (unit === undefined ? undefined : quantityIn(unit, text)) ?? NaN;
}

/** What the world is held at, as far as options say it. @throws BadInput naming the option */
export function heldOf({ price, revenue, burned, bonded }: EmissionOptions): Held {
  const read = (
    option: string,
    text: string,
    unit: string | undefined,
    fits: (x: number) => boolean,
    expected: string,
  ) => {
    const value = amount(text, unit);
    if (!(Number.isFinite(value) && fits(value)))
      throw new BadInput(`--${option} is ${JSON.stringify(text)}; expected ${expected}`);
    return value;
  };
  const notNegative = (x: number) => x >= 0;
  return {
    ...(price !== undefined && { price: read("price", price, "USD/token", (x) => x > 0, "USD per token, above 0") }),
    ...(revenue !== undefined && {
      revenueUsdPerDay: read("revenue", revenue, "USD/day", notNegative, "USD a day, 0 or more, such as 500"),
    }),
    ...(burned !== undefined && {
      burnedPerDay: read("burned", burned, "tokens/day", notNegative, "tokens a day, 0 or more, such as 500"),
    }),
    ...(bonded !== undefined && {
      bondedShare: read("bonded", bonded, undefined, (x) => x >= 0 && x <= 1, "a fraction from 0 to 1"),
    }),
  };
}

/** @throws BadInput for anything but years above 0 */
export function yearsOf(text: string): number {
  const years = plainNumber.test(text) ? Number(text) : NaN;
  if (years > 0 && years <= MOST_YEARS) return years;
  throw new BadInput(`--years is ${JSON.stringify(text)}; expected years above 0, at most ${MOST_YEARS}`);
}

/** @throws BadInput for what is no height, time or issuance */
export function momentOf(text: string): Moment {
  const issuance = /^issuance=(.*)$/.exec(text)?.[1];
  const value = issuance === undefined ? undefined : amount(issuance, "tokens");
  if (value !== undefined && value >= 0 && Number.isFinite(value)) return { issuance: value };
  if (/^\d+$/.test(text) && Number.isSafeInteger(Number(text))) return { block: Number(text) };
  const seconds = quantityIn("s", text);
  if (seconds !== undefined && seconds >= 0 && seconds <= MOST_YEARS * 365 * 86_400) return { seconds };
  throw new BadInput(
    `--at is ${JSON.stringify(text)}; expected a block such as 840000, a time up to ${MOST_YEARS} years such as "4 years", or issuance=10500000`,
  );
}

/** Options that do not go together. @throws BadInput */
export function refuseTogether(options: EmissionOptions): void {
  if (options.csv && options.json) throw new BadInput("--csv and --json are both given; expected one of them");
  if (options.at === undefined) return;
  for (const name of ["by", "years", "plot", "html"] as const)
    if (options[name] !== undefined)
      throw new BadInput(`--at and --${name} are both given; --at is one moment, expected it without --${name}`);
}
