/**
 * A function on [0, 1] as the first terms of its Taylor series, and a bound on what they leave out:
 *
 *   |f(x) - sum over k of terms[k] x^k| <= rest        for x in [0, 1]
 *
 * Sums, products and functions of such series are such series again (Taylor models: Makino and Berz, 2003), so that a bound holds
 * whatever the expression. Rounding is not part of it. Where nothing can be said, `rest` is Infinity or NaN.
 */
export interface Series {
  /** up to ORDER + 1 of them; PERF: plain arrays, since making a typed one costs more than most sums of two */
  readonly terms: readonly number[];
  readonly rest: number;
}

export const ORDER = 8;

/** A sum of floats is off by less than this share of its parts. */
const ROUNDING = 1e-13;

export const constant = (value: number): Series => ({ terms: [value], rest: 0 });

/** start + slope x */
export const line = (start: number, slope: number): Series => ({ terms: [start, slope], rest: 0 });

/** A function of which nothing is known. */
export const unknown: Series = { terms: [0], rest: Infinity };

export const isConstant = ({ terms, rest }: Series): boolean => terms.length === 1 && rest === 0;

/** a + factor b */
export function sum(a: Series, b: Series, factor = 1): Series {
  const terms = a.terms.slice();
  for (let k = 0; k < b.terms.length; k++) terms[k] = (terms[k] ?? 0) + factor * b.terms[k]!;
  return { terms, rest: a.rest + Math.abs(factor) * b.rest };
}

export function scaled({ terms, rest }: Series, factor: number): Series {
  return { terms: terms.map((term) => factor * term), rest: Math.abs(factor) * rest };
}

export function product(a: Series, b: Series): Series {
  if (isConstant(b)) return scaled(a, b.terms[0]!);
  if (isConstant(a)) return scaled(b, a.terms[0]!);
  const terms: number[] = [];
  let dropped = 0;
  for (let i = 0; i < a.terms.length; i++) {
    for (let j = 0; j < b.terms.length; j++) {
      const term = a.terms[i]! * b.terms[j]!;
      if (i + j <= ORDER) terms[i + j] = (terms[i + j] ?? 0) + term;
      else dropped += Math.abs(term);
    }
  }
  const rest = a.rest === 0 && b.rest === 0 ? 0 : a.rest * (size(b) + b.rest) + b.rest * size(a);
  return { terms, rest: dropped + rest };
}

/** Sum of the terms without their signs, from the k-th on. */
function size({ terms }: Series, k = 0): number {
  let all = 0;
  for (; k < terms.length; k++) all += Math.abs(terms[k]!);
  return all;
}

/** Least and greatest value, or numbers beyond them. */
export function range({ terms, rest }: Series): { least: number; most: number } {
  let least = terms[0]!;
  let most = terms[0]!;
  for (let k = 1; k < terms.length; k++) {
    if (terms[k]! < 0) least += terms[k]!;
    else most += terms[k]!;
  }
  return { least: least - rest, most: most + rest };
}

/** 1 where a > b throughout, -1 where a < b throughout, 0 where both are one number; NaN where it cannot be told. */
export function order(a: Series, b: Series): number {
  if (isConstant(a) && isConstant(b)) return Math.sign(a.terms[0]! - b.terms[0]!);
  const { least, most } = range(sum(a, b, -1));
  const slack = ROUNDING * (size(a) + size(b));
  if (least > slack) return 1;
  return most < -slack ? -1 : NaN;
}

/** Largest whole number that is not above a; unknown where a passes one. */
export function floor(a: Series): Series {
  if (isConstant(a)) return constant(Math.floor(a.terms[0]!));
  const { least, most } = range(a);
  const slack = ROUNDING * size(a);
  const whole = Math.floor(least - slack);
  return whole === Math.floor(most + slack) ? constant(whole) : unknown;
}

/** e^a;   derivatives e^a0, |remainder| <= e^(a0 + h) h^(n+1) / (n+1)! */
export function exp(a: Series): Series {
  const h = reach(a);
  const value = Math.exp(a.terms[0]!);
  let factor = value;
  return composed(
    a,
    (k) => (k === 0 ? value : (factor /= k)),
    (n) => (factor / n) * Math.exp(h) * h ** n,
  );
}

/** Natural logarithm;   |remainder| <= (h / (a0 - h))^(n+1) / (n+1) */
export function log(a: Series): Series {
  const centre = a.terms[0]!;
  const h = reach(a);
  if (!(h < centre)) return unknown;
  return composed(
    a,
    (k) => (k === 0 ? Math.log(centre) : -((-1 / centre) ** k) / k),
    (n) => (h / (centre - h)) ** n / n,
  );
}

/** a^b for a fixed b;   coefficients binomial(b, k) a0^(b-k). Whole powers need no sign of a, others a > 0. */
export function power(a: Series, b: number): Series {
  if (Number.isInteger(b) && b >= 0 && b <= MOST_WHOLE) return wholePower(a, b);
  if (Number.isInteger(b) && b >= -MOST_WHOLE) return reciprocal(wholePower(a, -b));
  const centre = a.terms[0]!;
  const h = reach(a);
  if (!(h < centre)) return unknown;
  let binomial = 1;
  const next = (k: number) => (k === 0 ? 1 : (binomial *= (b - k + 1) / k));
  return composed(
    a,
    (k) => next(k) * centre ** (b - k),
    (n) => Math.abs(next(n)) * Math.max((centre - h) ** (b - n), (centre + h) ** (b - n)) * h ** n,
  );
}

/** Powers up to this one are products; further ones are as far from a line as anything else. */
const MOST_WHOLE = 64;

function wholePower(a: Series, b: number): Series {
  if (b === 0) return constant(1);
  const half = wholePower(a, Math.floor(b / 2));
  const square = product(half, half);
  return b % 2 === 0 ? square : product(square, a);
}

/** 1 / a;   |remainder| <= h^(n+1) / (|a0| - h)^(n+2) */
export function reciprocal(a: Series): Series {
  const centre = a.terms[0]!;
  const h = reach(a);
  if (!(h < Math.abs(centre))) return unknown;
  return composed(
    a,
    (k) => (-1) ** k / centre ** (k + 1),
    (n) => h ** n / (Math.abs(centre) - h) ** (n + 1),
  );
}

/** h: how far a is from its first term at most. */
const reach = (a: Series): number => size(a, 1) + a.rest;

/**
 * g(a) = sum over k of c_k (a - a0)^k, as far as the powers matter
 *
 * @param coefficient c_k of g's own series around a0, asked for in the order of k
 * @param remainder   bound on what that series leaves out from the n-th power on, asked for after the coefficients before n
 */
function composed(a: Series, coefficient: (k: number) => number, remainder: (n: number) => number): Series {
  const h = reach(a);
  const coefficients = [coefficient(0)];
  const negligible = NEGLIGIBLE * Math.abs(coefficients[0]!);
  for (let k = 1, power = h; k <= ORDER && power > 0; k++, power *= h) {
    coefficients.push(coefficient(k));
    if (Math.abs(coefficients[k]!) * power < negligible) break;
  }
  const n = coefficients.length;
  const value = a.terms.length === 2 && a.rest === 0 ? alongLine(coefficients, a.terms[1]!) : byHorner(coefficients, a);
  return h === 0 ? value : { ...value, rest: value.rest + remainder(n) };
}

/** Powers that add less than this share are left to the remainder. */
const NEGLIGIBLE = 1e-17;

function alongLine(coefficients: readonly number[], slope: number): Series {
  return { terms: coefficients.map((coefficient, k) => coefficient * slope ** k), rest: 0 };
}

function byHorner(coefficients: readonly number[], a: Series): Series {
  const centred = sum(a, constant(a.terms[0]!), -1);
  let value = constant(coefficients.at(-1)!);
  for (let k = coefficients.length - 2; k >= 0; k--) value = sum(product(value, centred), constant(coefficients[k]!));
  return value;
}

/** B_j, with B_1 = -1/2. */
const BERNOULLI = [1, -1 / 2, 1 / 6, 0, -1 / 30, 0, 1 / 42, 0, -1 / 30];

/** Faulhaber: sum over m < n of m^k = sum over j of FAULHABER[k][j] n^(k + 1 - j). */
const FAULHABER = Array.from({ length: ORDER + 1 }, (_, k) => {
  let binomial = 1;
  return Array.from({ length: k + 1 }, (_, j) => {
    if (j > 0) binomial *= (k + 2 - j) / j;
    return (BERNOULLI[j]! * binomial) / (k + 1);
  });
});

/** Sum of a over x = 0, 1/last, ..., 1, and the bound on its error. */
export function total({ terms, rest }: Series, last: number): { value: number; error: number } {
  const n = last + 1;
  let value = 0;
  for (let k = 0, scale = n; k < terms.length; k++, scale *= n / last) {
    for (let j = 0, power = scale; j <= k; j++, power /= n) value += terms[k]! * FAULHABER[k]![j]! * power;
  }
  return { value, error: n * rest };
}

/** Series of the sums of a over all steps of 1/last before x, those at x left out. */
export function sumsBefore(a: Series, last: number): Series {
  const terms = [0];
  let dropped = 0;
  for (let k = 0; k < a.terms.length; k++) {
    for (let j = 0, power = last; j <= k; j++, power /= last) {
      const term = a.terms[k]! * FAULHABER[k]![j]! * power;
      if (k + 1 - j <= ORDER) terms[k + 1 - j] = (terms[k + 1 - j] ?? 0) + term;
      else dropped += Math.abs(term);
    }
  }
  return { terms, rest: dropped + last * a.rest };
}
