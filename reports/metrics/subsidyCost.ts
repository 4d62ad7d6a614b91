import { armNames, endOfRun, numbers, rowsOf, table, texts, type Records } from "../records.ts";
import { settingsOf } from "../settings.ts";
import { hasFlows, pricesOf } from "./flowSums.ts";
import { unread } from "./grossSubsidy.ts";
import { lastingLevels } from "./lasting.ts";
import { ratio, unknown, type Measure } from "./metric.ts";
import { noNever } from "./retention.ts";
import { signOfSubsidy } from "./sourceAndUse.ts";

/** What the subsidy cost, and what it bought, in USD of the first day. */
export interface SubsidyCost {
  /** operators' net subsidy over the run */
  readonly subsidyUsd: number;
  /** all that current customers did not pay: what validators, owner, treasury and pool got too; null where no transfers were read */
  readonly allSubsidyUsd: number | null;
  /** service beyond that of the arm without a subsidy, over the run; may be below 0 */
  readonly gainUsd: number;
  /** the same with the difference of the lasting levels for ever after; null where none was solved, or nothing is discounted */
  readonly lastingGainUsd: number | null;
  /** USD of operators' net subsidy for a USD of service within the run, the same of all subsidy, and with the lasting levels */
  readonly withinRun: Measure;
  readonly allWithinRun: Measure;
  readonly lasting: Measure;
}

const daysPerYear = 365;

/**
 * Cost of a lasting unit of service, discounted at the scenario's rate r a year.
 *
 *   PV(x) = Σ_e x_e (1 + r)^(-t_e)      cost = PV(net subsidy) / PV(Y_cut - Y_never)      t_e: middle of the epoch, years
 *
 * Beyond the run the arms stay at their lasting levels: PV adds 365 (Y_cut - Y_never) / ln(1 + r) (1 + r)^-T, and a subsidy
 * that goes on there counts too.
 *
 * @returns USD of subsidy for a USD of service; none where nothing was gained or the arm without a subsidy was not played
 * Source: docs/verdict.md, equation 4.
 */
export function subsidyCost(records: Records): SubsidyCost | string {
  const { cut, never } = armNames(records.manifest);
  const rate = settingsOf(records.manifest).discountRate;
  if (never === null) return noNever;
  if (rate === null) return "the scenario has no discount rate";
  const present = (arm: string, column: string): number => presentValue(records, arm, column, rate);
  const subsidyUsd = present(cut, "netSubsidyUsd");
  const gainUsd = present(cut, "serviceValueUsd") - present(never, "serviceValueUsd");
  const allSubsidyUsd = presentOfAll(records, cut, rate);
  const after = perpetuity(records, rate);
  const nothing = "the subsidy brought no more service than none would have";
  return {
    subsidyUsd,
    allSubsidyUsd,
    gainUsd,
    lastingGainUsd: after === null ? null : gainUsd + after.gainUsd,
    withinRun: ratio(subsidyUsd, gainUsd, nothing),
    allWithinRun: allSubsidyUsd === null ? unknown(unread) : ratio(allSubsidyUsd, gainUsd, nothing),
    lasting:
      after === null
        ? unknown("no lasting levels are known, or nothing is discounted")
        : ratio(subsidyUsd + after.subsidyUsd, gainUsd + after.gainUsd, nothing),
  };
}

function presentValue(records: Records, arm: string, column: string, rate: number): number {
  const frame = table(records, "epochs");
  const [epoch, values] = [numbers(frame, "epoch"), numbers(frame, column)];
  const { epochDays } = records.manifest;
  const end = endOfRun(records);
  let total = 0;
  for (const row of rowsOf(records, "epochs", arm)) {
    const day = (epoch[row]! + 0.5) * epochDays;
    if (day < end) total += values[row]! * (1 + rate) ** (-day / daysPerYear);
  }
  return total;
}

/** Present value of what was minted or given, at the clearing price, less what customers' money bought and burned. */
function presentOfAll(records: Records, arm: string, rate: number): number | null {
  if (!hasFlows(records)) return null;
  const frame = table(records, "flows");
  const [ledger, from, to, why] = ["ledger", "from", "to", "why"].map((column) => texts(frame, column));
  const [amount, epoch, subnet] = ["amount", "epoch", "subnet"].map((column) => numbers(frame, column));
  const price = pricesOf(records, arm);
  const { epochDays } = records.manifest;
  const end = endOfRun(records);
  let total = 0;
  for (const row of rowsOf(records, "flows", arm)) {
    const flow = { ledger: ledger![row]!, from: from![row]!, to: to![row]!, why: why![row]! };
    const sign = signOfSubsidy(flow);
    const day = (epoch![row]! + 0.5) * epochDays;
    if (sign === 0 || !(day < end)) continue;
    const usd = flow.ledger === "usd" ? amount![row]! : amount![row]! * price(epoch![row]!, subnet![row]!);
    total += sign * usd * (1 + rate) ** (-day / daysPerYear);
  }
  return total;
}

/** Present value of what goes on for ever at the lasting levels. */
function perpetuity(records: Records, rate: number): { subsidyUsd: number; gainUsd: number } | null {
  const levels = lastingLevels(records);
  const { cut, never } = armNames(records.manifest);
  const [a, b] = [levels[cut], levels[never ?? ""]];
  if (!a?.settled || !b?.settled || !(rate > 0)) return null;
  const worth = (daysPerYear / Math.log1p(rate)) * (1 + rate) ** (-endOfRun(records) / daysPerYear);
  return { subsidyUsd: worth * a.netSubsidyUsd, gainUsd: worth * (a.serviceValueUsd - b.serviceValueUsd) };
}
