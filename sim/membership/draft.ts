import { copyOf, floats } from "../core/arrays.ts";
import { isNothing, zeros } from "../core/columns.ts";
import type { Hardware, MembershipInput, Standing } from "./contract.ts";
import { toward, weightOfLatest, type Averages } from "./income.ts";

/** The standing that a step writes to. Averages and ages are copies; other columns are those before until `writable` is asked. */
export type Draft = { -readonly [K in keyof Standing]: Standing[K] };

/** What the parts of a step share: the epoch, the standing that they write to, and who has moved outside so far. */
export interface Season {
  readonly input: MembershipInput;
  readonly hardware: Hardware;
  readonly next: Draft;
  /** r + depreciation, fraction per year of the resale value that keeping hardware costs */
  readonly holdingRate: number;
  /** [options] reference hours of an epoch that moved there in this one */
  readonly movers: Float64Array;
}

export function draft({ standing: before, outside, outlook, epoch }: MembershipInput, averages: Averages): Draft {
  const outsidePerHour = copyOf(before.outsidePerHour);
  for (let w = 0; w < outside.length; w++) {
    const { usdPerHour, weight } = outside[w]!;
    outsidePerHour[w] = toward(outsidePerHour[w]!, usdPerHour, weightOfLatest(weight, epoch + 1));
  }
  return {
    status: before.status,
    ageDays: copyOf(before.ageDays),
    arrives: before.arrives,
    below: before.below,
    above: before.above,
    idleEpochs: before.idleEpochs,
    owedOrders: before.owedOrders,
    owedDeliveries: copyOf(before.owedDeliveries),
    paidLevel: before.paidLevel,
    workload: before.workload,
    outsidePerHour,
    ...scheduled(averages, outlook?.coming ?? 1),
  };
}

/** Averages of the subsidy move with the announced schedule, before it is felt: nobody who knows it waits to see it. */
function scheduled(averages: Averages, coming: number): Averages {
  if (coming === 1) return averages;
  const scaled = (column: Float64Array) => column.map((usd) => usd * coming);
  return {
    ...averages,
    subsidyPerHour: scaled(averages.subsidyPerHour),
    groupSubsidy: scaled(averages.groupSubsidy),
    networkSubsidy: averages.networkSubsidy * coming,
  };
}

/** Columns in which few or none change in most epochs. */
type Shared = "status" | "arrives" | "below" | "above" | "idleEpochs" | "paidLevel" | "workload";

/**
 * A column of the draft that may be written to: a copy, made when it is first asked for.
 * PERF: copies of all seven at 1,000 operators take 8 us, and plans go on from columns that are the same object.
 */
export function writable<Name extends Shared>({ input, next }: Season, name: Name): Draft[Name] {
  const columns: Pick<Draft, Name> = next;
  if (columns[name] === input.standing[name]) columns[name] = copyOf(columns[name]) as Draft[Name];
  return columns[name];
}

/** Counts of epochs of who moves begin anew. */
export function startAnew(season: Season, o: number): void {
  for (const name of ["below", "above", "idleEpochs"] as const)
    if (season.next[name][o] !== 0) writable(season, name)[o] = 0;
}

/** [operators] USD that operators pay for hardware and receive for scrap; written by the parts of a step through `book`. */
export interface Money {
  purchaseUsd: Float64Array;
  scrapUsd: Float64Array;
}

export const moneyOf = (operators: number): Money => ({ purchaseUsd: zeros(operators), scrapUsd: zeros(operators) });

/** Adds USD to what an operator pays or receives. */
export function book(money: Money, name: keyof Money, o: number, usd: number): void {
  if (isNothing(money[name])) money[name] = floats(money[name].length);
  money[name][o]! += usd;
}
