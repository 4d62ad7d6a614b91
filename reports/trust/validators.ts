import { visitRows, type Window } from "../metrics/windows.ts";
import { numbers, table, texts, type Records } from "../records.ts";

/** Working validators of one behaviour over a window. */
export interface ValidatorPay {
  readonly behaviour: string;
  readonly validators: number;
  /** of all stake of working validators, mean over epochs */
  readonly stakeShare: number;
  /** newly minted tokens a year for each token of stake */
  readonly dividendPerStakeYear: number | null;
  /** USD of audits a day for each of them */
  readonly auditUsdPerDay: number;
}

const DAYS_PER_YEAR = 365;

/** What validators of each behaviour were paid for their stake. */
export function validatorPay(records: Records, arm: string, window: Window): readonly ValidatorPay[] {
  const frame = table(records, "validators");
  const [working, stake, pay, audits] = ["working", "stake", "payTokens", "auditCostUsd"].map((name) =>
    numbers(frame, name),
  ) as [Float64Array, Float64Array, Float64Array, Float64Array];
  const [id, behaviour] = [texts(frame, "id"), texts(frame, "behaviour")];
  const { epochDays } = records.manifest;
  const tallies = new Map<string, { ids: Set<string>; stakeDays: number; tokens: number; usd: number; days: number }>();
  let allStakeDays = 0;
  visitRows(records, "validators", arm, window, (row, fraction) => {
    if (working[row] !== 1) return;
    const none = { ids: new Set<string>(), stakeDays: 0, tokens: 0, usd: 0, days: 0 };
    const tally = tallies.get(behaviour[row]!) ?? none;
    tallies.set(behaviour[row]!, tally);
    const days = fraction * epochDays;
    tally.ids.add(id[row]!);
    tally.stakeDays += stake[row]! * days;
    tally.tokens += pay[row]! * fraction;
    tally.usd += audits[row]! * fraction;
    tally.days += days;
    allStakeDays += stake[row]! * days;
  });
  return [...tallies]
    .map(([name, { ids, stakeDays, tokens, usd, days }]) => ({
      behaviour: name,
      validators: ids.size,
      stakeShare: allStakeDays > 0 ? stakeDays / allStakeDays : 0,
      dividendPerStakeYear: stakeDays > 0 ? (tokens / stakeDays) * DAYS_PER_YEAR : null,
      auditUsdPerDay: days > 0 ? usd / days : 0,
    }))
    .sort((a, b) => (a.behaviour < b.behaviour ? -1 : 1));
}
