/** Retention at each horizon with the levels it is a ratio of, and under other rules. */
import type { Findings } from "../findings.ts";
import { days, plain, value } from "../format.ts";
import { seedTables } from "./seedTables.ts";
import { row, simpleTable, type Row, type TextTable } from "./textTable.ts";

const level = (amount: number | undefined): string => (amount === undefined ? "–" : plain(amount));

export function retentionTables(findings: Findings): readonly TextTable[] {
  if (findings.subsidyEnd === null) return [];
  return [retentionTable(findings), ...seedTables(findings), ...otherRules(findings)];
}

const columns = ["retained", "subsidy ends", "subsidy kept"];

function retentionTable(findings: Findings): TextTable {
  const { retention, lasting, arms } = findings;
  const told = [retention.quarter, retention.year, retention.life];
  const withNever = arms.never !== null;
  const more = <T>(...cells: readonly T[]): readonly T[] => (withNever ? cells : []);
  const rows = told.map(({ label, window, service, supply, gain, cut, keep, never }) =>
    row(
      label,
      [
        value(service, "fraction"),
        level(cut?.serviceValueUsd),
        level(keep?.serviceValueUsd),
        ...more(level(never?.serviceValueUsd), value(gain, "fraction")),
        value(supply, "fraction"),
        level(cut?.capacity),
        level(keep?.capacity),
      ],
      window === null ? "" : days(window.fromDay, window.toDay),
    ),
  );
  return {
    key: "retention",
    title: "Retention",
    note: notesOf(findings),
    groups: [
      {
        label: "Service, USD/day (value of the answers customers got)",
        columns: [...columns, ...more("never subsidised", "ends over never")],
      },
      { label: "Supply, requests/day", columns },
    ],
    rows: Object.keys(lasting.levels).length === 0 ? rows : [...rows, lastingRow(findings, more)],
  };
}

function lastingRow({ lasting, arms }: Findings, more: (...cells: string[]) => readonly string[]): Row {
  const [cut, keep, never] = [arms.cut, arms.keep, arms.never ?? ""].map((arm) => lasting.levels[arm]);
  const years = Math.max(...Object.values(lasting.levels).map((one) => one.years));
  return row(
    "lasting",
    [
      value(lasting.service, "fraction"),
      level(cut?.serviceValueUsd),
      level(keep?.serviceValueUsd),
      ...more(level(never?.serviceValueUsd), value(lasting.gain, "fraction")),
      value(lasting.supply, "fraction"),
      level(cut?.capacity),
      level(keep?.capacity),
    ],
    `settled within ${plain(Math.ceil(years * 10) / 10)} years after the run`,
  );
}

/** Reasons for what is missing, and what the subsidy cost. */
function notesOf({ retention, lasting, subsidyCost }: Findings): string {
  const told = [retention.quarter, retention.year, retention.life];
  const missing = told.map(({ service, label }) => (service.value === null ? `${label}: none, ${service.why}.` : ""));
  const levels = Object.values(lasting.levels);
  const lasts = levels.length > 0 && lasting.service.value === null ? `lasting: ${lasting.service.why}.` : "";
  return [...missing, lasts, typeof subsidyCost === "string" ? "" : costNote(subsidyCost)].filter(Boolean).join(" ");
}

function costNote(cost: Exclude<Findings["subsidyCost"], string>): string {
  const { subsidyUsd, allSubsidyUsd, gainUsd, lastingGainUsd, withinRun, allWithinRun, lasting } = cost;
  const all = allSubsidyUsd === null ? "" : ` (${plain(allSubsidyUsd)} with what validators, owner and others got)`;
  const paid = `Over the run, discounted, operators' net subsidy of ${plain(subsidyUsd)} USD${all} brought service worth ${plain(gainUsd)} USD beyond that of a network never subsidised`;
  const ratios = [
    withinRun.value === null ? "" : `${plain(withinRun.value)} USD of it for a USD of service`,
    allWithinRun.value === null ? "" : `${plain(allWithinRun.value)} of all subsidy`,
    lasting.value === null ? "" : `${plain(lasting.value)} with the lasting levels for ever after`,
  ].filter(Boolean);
  const sum = ratios.length === 0 ? `${paid}.` : `${paid}: ${ratios.join(", ")}.`;
  return lastingGainUsd === null || lasting.value !== null
    ? sum
    : `${sum} With the lasting levels for ever after the service is ${plain(Math.abs(lastingGainUsd))} USD ${lastingGainUsd < 0 ? "below" : "above"} that of such a network, so that no price of a lasting unit can be told: ${lasting.why}.`;
}

function otherRules({ sensitivities, retention }: Findings): readonly TextTable[] {
  if (sensitivities.length === 0) return [];
  const written = row("as written", [
    value(retention.year.service, "fraction"),
    level(retention.year.cut?.serviceValueUsd),
  ]);
  const rows = sensitivities.map(({ change, retentionYear, serviceValueUsd }) =>
    row(change, [value({ value: retentionYear }, "fraction"), plain(serviceValueUsd)]),
  );
  const note = "The same world from the fork on, with one rule changed in both arms.";
  return [
    simpleTable(
      "otherRules",
      "Under other rules",
      note,
      ["retained 1 year after", "service where it ends, USD/day"],
      [written, ...rows],
    ),
  ];
}
