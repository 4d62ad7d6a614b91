import { z } from "zod";

/** Schemas of the values in a snapshot. Every message is what would be right; place and what was found are added later. */

/** Limits: the largest u16, and no limit. */
export const U16 = 65_535;
export const ANY = Number.MAX_SAFE_INTEGER;

/** Whole number from `low` to `high`. */
export function whole(low: number, high: number, what: string) {
  const range = high === ANY ? `, ${low} or more` : ` from ${low} to ${high}`;
  const error = () => `expected ${what}, a whole number${range}`;
  return z.int({ error }).min(low, { error }).max(high, { error });
}

const blockNumber = whole(0, ANY, "a block");

/** Amounts are u64 on the chain; beyond 2^53 the nearest float stands for them, which moves no share by more than 1e-16. */
const MOST_UNITS = 2 ** 64;

/** Amount in units of 1e-9 token, or in any unit where only shares count; large ones may be written as text. */
export function amount(what: string) {
  const error = () => `expected ${what}, a number from 0 to 2^64`;
  const digits = z.string({ error }).regex(/^\d+$/, { error }).transform(Number);
  return z
    .union([z.number({ error }), digits], { error })
    .refine((units) => units >= 0 && units <= MOST_UNITS, { error });
}

/** A list whose length another field states. */
export function list<Item extends z.ZodType>(item: Item, length: number, lengthName: string) {
  const expected = `${lengthName} = ${length}`;
  const error = ({ input }: { input?: unknown }) => {
    const { length: found } = input as unknown[];
    return `has ${found} ${found === 1 ? "entry" : "entries"}; expected ${expected}`;
  };
  return z.array(item, { error: () => `expected a list of ${expected} entries` }).length(length, { error });
}

/** [n] one entry for each uid. */
const eachUid = <Item extends z.ZodType>(n: number, item: Item) => list(item, n, "n");

export const stakes = (n: number) => eachUid(n, amount("stake"));
export const blocks = (n: number) => eachUid(n, blockNumber);
export const commits = (n: number) => eachUid(n, blockNumber.nullable());
export const flags = (n: number) => eachUid(n, z.boolean({ error: () => "expected true or false" }));
export const uid = (n: number) => whole(0, n - 1, "a uid");

/** A matrix as the chain stores it: for each row its entries `[column, u16]`, columns rising; an explicit 0 is an entry. */
export type Pairs = readonly (readonly (readonly [number, number])[])[];

/** One row of `Pairs`. */
export function row(n: number) {
  const pair = z.tuple([uid(n), whole(0, U16, "a u16")], { error: () => "expected a pair [column, value]" });
  return z.array(pair, { error: () => "expected a list of pairs [column, value]" }).superRefine((pairs, context) => {
    for (let k = 1; k < pairs.length; k++) {
      const [column, before] = [pairs[k]![0], pairs[k - 1]![0]];
      if (column > before) continue;
      const message = `is ${column} after ${before}; expected columns that rise, each once`;
      context.addIssue({ code: "custom", path: [k, 0], message });
    }
  });
}

export const rows = (n: number) => eachUid(n, row(n));
