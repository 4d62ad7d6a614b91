import { visitRows, type Window } from "../metrics/windows.ts";
import { numbers, table, texts, type Records } from "../records.ts";

/** One serving miner in one epoch: what it did, how it was checked, and what it earned. */
export interface MinerEpoch {
  readonly epoch: number;
  readonly id: string;
  /** its group in the scenario, and what that does where the name does not say it */
  readonly behaviour: string;
  readonly hardware: string;
  /** available hours of all its units */
  readonly hours: number;
  /** whether its behaviour is other than honest */
  readonly mayCheat: boolean;
  /** whether it departed from honesty: the truth, which no validator is told */
  readonly cheating: boolean;
  readonly audits: number;
  /** audits that it failed */
  readonly failed: number;
  /** income of customers and subsidy less running cost, checks, bribes and what was taken of its bond, USD a day */
  readonly netUsdPerDay: number;
  /** income that hangs on its answers, USD a day */
  readonly incomeUsdPerDay: number;
  readonly runningUsdPerDay: number;
  readonly slashedUsdPerDay: number;
  readonly bondUsd: number;
}

/** Columns of the table `miners` that are read. */
export const MINER_COLUMNS: readonly string[] = [
  "arm",
  "epoch",
  "id",
  "behaviour",
  "cheating",
  "audits",
  "failedAudits",
  "bondUsd",
  "slashedUsd",
  "verificationUsd",
];

const keyOf = (epoch: number, id: string): string => `${epoch} ${id}`;

/** Serving miners of an arm in the epochs that lie in a window. */
export function minerEpochs(records: Records, arm: string, window: Window): readonly MinerEpoch[] {
  const { epochDays } = records.manifest;
  const paid = operatorsOf(records, arm, window);
  const frame = table(records, "miners");
  const column = (name: string): Float64Array => numbers(frame, name);
  const [epoch, cheating, audits, failed] = [
    column("epoch"),
    column("cheating"),
    column("audits"),
    column("failedAudits"),
  ];
  const [bond, slashed, checks] = [column("bondUsd"), column("slashedUsd"), column("verificationUsd")];
  const [id, behaviour] = [texts(frame, "id"), texts(frame, "behaviour")];
  const found: MinerEpoch[] = [];
  visitRows(records, "miners", arm, window, (row) => {
    const key = keyOf(epoch[row]!, id[row]!);
    const money = paid.get(key);
    if (!money) return; // served under a mechanism that paid it late, and owns no hardware any more
    const perDay = (usd: number): number => usd / epochDays;
    found.push({
      epoch: epoch[row]!,
      id: id[row]!,
      behaviour: money.group === behaviour[row] ? money.group : `${money.group} (${behaviour[row]})`,
      hardware: money.hardware,
      hours: money.hours,
      mayCheat: behaviour[row] !== "honest",
      cheating: cheating[row] === 1,
      audits: audits[row]!,
      failed: failed[row]!,
      incomeUsdPerDay: perDay(money.incomeUsd),
      runningUsdPerDay: perDay(money.runningUsd),
      slashedUsdPerDay: perDay(slashed[row]!),
      netUsdPerDay: perDay(money.incomeUsd - money.runningUsd - money.bribeUsd - checks[row]! - slashed[row]!),
      bondUsd: bond[row]!,
    });
  });
  return found;
}

/** Miners with one key had the same prices, demand, hardware and as many units: honest ones are a cheater's twins. */
export const twinKey = ({ epoch, hardware, hours }: MinerEpoch): string => `${epoch} ${hardware} ${hours}`;

interface Money {
  readonly group: string;
  readonly hardware: string;
  readonly hours: number;
  readonly incomeUsd: number;
  readonly runningUsd: number;
  readonly bribeUsd: number;
}

function operatorsOf(records: Records, arm: string, window: Window): Map<string, Money> {
  const frame = table(records, "operators");
  const column = (name: string): Float64Array => numbers(frame, name);
  const [epoch, hours, running, bribes] = [
    column("epoch"),
    column("hours"),
    column("runningCostUsd"),
    column("bribeUsd"),
  ];
  const [customers, subsidy] = [column("customerFundedUsd"), column("netSubsidyUsd")];
  const [id, group, hardware] = [texts(frame, "id"), texts(frame, "group"), texts(frame, "hardware")];
  const found = new Map<string, Money>();
  visitRows(records, "operators", arm, window, (row) => {
    found.set(keyOf(epoch[row]!, id[row]!), {
      group: group[row]!,
      hardware: hardware[row]!,
      hours: hours[row]!,
      incomeUsd: customers[row]! + subsidy[row]!,
      runningUsd: running[row]!,
      bribeUsd: bribes[row]!,
    });
  });
  return found;
}
