import { numbers, rowsOf, table, texts, type Records } from "../records.ts";
import { visitRows, type Window } from "./windows.ts";

/** One kind of transfer over a window. */
export interface FlowSum {
  readonly ledger: string;
  readonly from: string;
  readonly to: string;
  readonly why: string;
  /** tokens or USD, as the ledger says */
  readonly amount: number;
  /** USD; tokens at the clearing price of their epoch */
  readonly usd: number;
}

/** Whether the run's transfers were read. */
export const hasFlows = (records: Records): boolean => table(records, "flows").length > 0;

/** Transfers of an arm in a window, summed by payer, receiver and purpose. Asked for by several metrics; summed once. */
export function flowSums(records: Records, arm: string, window: Window): readonly FlowSum[] {
  const cache = known.get(records) ?? new Map<string, readonly FlowSum[]>();
  known.set(records, cache);
  const key = `${arm} ${window.fromDay} ${window.toDay}`;
  const found = cache.get(key) ?? sumFlows(records, arm, window);
  cache.set(key, found);
  return found;
}

const known = new WeakMap<Records, Map<string, readonly FlowSum[]>>();

/** PERF: about 0.1 us a row. */
function sumFlows(records: Records, arm: string, window: Window): readonly FlowSum[] {
  const frame = table(records, "flows");
  const [ledger, from, to, why] = ["ledger", "from", "to", "why"].map((column) => texts(frame, column)) as [
    readonly string[],
    readonly string[],
    readonly string[],
    readonly string[],
  ];
  const [amount, epoch, subnet] = [numbers(frame, "amount"), numbers(frame, "epoch"), numbers(frame, "subnet")];
  const price = pricesOf(records, arm);
  const sums = new Map<string, { -readonly [K in keyof FlowSum]: FlowSum[K] }>();
  visitRows(records, "flows", arm, window, (row, fraction) => {
    const key = `${ledger[row]}|${from[row]}|${to[row]}|${why[row]}`;
    let sum = sums.get(key);
    if (sum === undefined) {
      sum = { ledger: ledger[row]!, from: from[row]!, to: to[row]!, why: why[row]!, amount: 0, usd: 0 };
      sums.set(key, sum);
    }
    const moved = amount[row]! * fraction;
    sum.amount += moved;
    sum.usd += ledger[row] === "usd" ? moved : moved * price(epoch[row]!, subnet[row]!);
  });
  return [...sums.values()];
}

/** Clearing price of an epoch and subnet, in USD per token. */
export function pricesOf(records: Records, arm: string): (epoch: number, subnet: number) => number {
  const frame = table(records, "epochs");
  const [epoch, subnet, price] = [numbers(frame, "epoch"), numbers(frame, "subnet"), numbers(frame, "price")];
  const byEpoch: number[][] = [];
  for (const row of rowsOf(records, "epochs", arm)) (byEpoch[epoch[row]!] ??= [])[subnet[row]!] = price[row]!;
  return (e, s) => byEpoch[e]?.[s] ?? NaN;
}
