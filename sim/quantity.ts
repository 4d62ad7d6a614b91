import { createUnitClass } from "mathjs";

/**
 * Numbers with units, read by the unit algebra of mathjs and nothing else of it: the Unit class over plain numbers, with no
 * expression parser behind it, so that a scenario file cannot evaluate, import or define anything.
 *
 * Known: second, minute, hour, day, week (7 days), year (365 days), watt, watt-hour, USD, token, request, block, with
 * their usual short forms, plurals and metric prefixes. Months are left out: they have no fixed length.
 */
interface Unit {
  toNumber(unit: string): number;
}

interface UnitClass {
  parse(text: string): Unit;
  readonly UNITS: Readonly<Record<string, unknown>>;
  deleteUnit(name: string): void;
  createUnit(units: Record<string, string | object>, options?: { override: boolean }): void;
}

/** mathjs exports this factory without declaring its type. */
declare module "mathjs" {
  export function createUnitClass(operations: object): unknown;
}

const known = new Set(
  "s sec secs second seconds min mins minute minutes h hr hrs hour hours day days week weeks W watt watts Wh".split(
    " ",
  ),
);

const units = onlyKnownUnits();

function onlyKnownUnits(): UnitClass {
  /** A kind of number that never occurs here; mathjs asks for it by name. */
  class Unused {}
  const unitClass = createUnitClass({
    config: { number: "number", predictable: false },
    addScalar: (a: number, b: number) => a + b,
    subtractScalar: (a: number, b: number) => a - b,
    multiplyScalar: (a: number, b: number) => a * b,
    divideScalar: (a: number, b: number) => a / b,
    pow: (a: number, b: number) => a ** b,
    abs: Math.abs,
    fix: Math.trunc,
    round: Math.round,
    equal: (a: number, b: number) => a === b,
    isNumeric: (a: unknown) => typeof a === "number",
    format: String,
    number: Number,
    Complex: Unused,
    BigNumber: Unused,
    Fraction: Unused,
  }) as UnitClass;
  for (const name of Object.keys(unitClass.UNITS)) if (!known.has(name)) unitClass.deleteUnit(name);
  unitClass.createUnit({
    year: { definition: "365 days", aliases: ["years"] },
    USD: {},
    token: { aliases: ["tokens"] },
    request: { aliases: ["requests"] },
    block: { aliases: ["blocks"] },
  });
  return unitClass;
}

const numberThenUnit = /^\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s*(percent\b|%)?\s*(.*?)\s*$/;

/**
 * The number that a text such as "350 W" gives in the wanted unit; undefined when it is no finite quantity of that dimension.
 * A text already in the wanted unit gives exactly the number written. Percent is read for rates without another unit
 * ("2 percent/day").
 */
export function quantityIn(wanted: string, text: string): number | undefined {
  const [, digits, percent, unit] = numberThenUnit.exec(text) ?? [];
  if (digits === undefined || unit === undefined) return undefined;
  if (percent !== undefined && !wanted.startsWith("/")) return undefined;
  const factor = unit === wanted ? 1 : ratio(unit, wanted);
  if (factor === undefined) return undefined;
  const written = percent === undefined ? Number(digits) : Number(digits) / 100;
  const value = factor < 1 ? written / nearestInteger(1 / factor) : written * nearestInteger(factor);
  return Number.isFinite(value) ? value : undefined;
}

/** How many of the wanted unit one unit is; undefined when it is unknown or measures something else. */
function ratio(unit: string, wanted: string): number | undefined {
  try {
    return units.parse(`1 ${unit}`).toNumber(wanted.replace(/^\/(.*)/, "$1^-1")); // mathjs reads "1 /day" but not "/day"
  } catch {
    return undefined;
  }
}

/** Ratios of units are whole numbers or one over them, up to rounding. */
function nearestInteger(factor: number): number {
  const rounded = Math.round(factor);
  return Math.abs(factor - rounded) <= 1e-12 * factor ? rounded : factor;
}
