/** The verdict in sentences that need no knowledge of the model. */
import { valueAt, type Findings } from "./findings.ts";
import { count, percent, plain } from "./format.ts";
import { armFactors, factorNames, logRatios, type Factors } from "./metrics/factors.ts";
import { epsilonUsdPerDay, type Retention } from "./metrics/retention.ts";
import type { Count } from "./metrics/survivors.ts";
import { quarterDays, type Period } from "./metrics/windows.ts";
import type { Records } from "./records.ts";
import { nothingLost } from "./levers.ts";
import { flipSentence, lastingSeedsSentence, lastingSentence, neverSentence, seedsSentence } from "./sentences.ts";

export function headlineOf(findings: Findings): readonly string[] {
  if (findings.subsidyEnd === null) return withoutCut(findings);
  const told = told1y(findings);
  const moment = told?.horizon ?? "end";
  return [
    told === null ? tooShort(findings) : retentionSentence(told),
    told === null ? null : seedsSentence(findings, told),
    lastingSentence(findings),
    lastingSeedsSentence(findings),
    told === null ? null : neverSentence(told, findings),
    flipSentence(findings),
    stayed(findings, moment),
    told === null ? null : later(findings, told),
    paying(findings, "before", "Before the cut customers"),
  ].filter((sentence) => sentence !== null);
}

/** The year if the run has it, else 13 weeks; null where neither lies within the run. */
function told1y({ retention: { year, quarter } }: Findings): Told | null {
  return [year, quarter].find(({ cut }) => cut !== null) ?? null;
}

type Told = Retention<"year" | "quarter">;

const since = { year: "One year after its subsidy ended", quarter: "13 weeks after its subsidy ended" };

function retentionSentence(told: Told): string {
  const { service, supply, cut, keep, horizon } = told;
  if (service.value === null) {
    const capacity =
      supply.value === null
        ? `there was no capacity to serve with the subsidy either`
        : `${percent(supply.value)} of the capacity that the subsidy would have kept was there ` +
          `(${plain(cut!.capacity)} against ${plain(keep!.capacity)} requests a day)`;
    return `Retention of service is undefined: ${service.why}. ${since[horizon]} ${capacity}.`;
  }
  return (
    `${since[horizon]} the network delivered ${percent(service.value)} of the service (value of answers) that it would have ` +
    `delivered with the subsidy: ${plain(cut!.serviceValueUsd)} against ${plain(keep!.serviceValueUsd)} USD a day.`
  );
}

function tooShort({ retention: { quarter } }: Findings): string {
  return `How much of the service survives is undefined: ${quarter.service.why}.`;
}

/** "9 of 24 miners still served (20 had the subsidy stayed)." */
function stayed({ survivors, arms }: Findings, moment: Period["key"]): string | null {
  const all = survivors.kinds.find(({ by }) => by === "all")?.counts;
  const [first, cut, keep] = [all?.["before"]?.[arms.cut], all?.[moment]?.[arms.cut], all?.[moment]?.[arms.keep]];
  if (first === undefined || cut === undefined || keep === undefined) return null;
  if (first.serving === 0) return "No miner served before the cut.";
  const kept = arms.cut === arms.keep ? "" : `; with the subsidy ${plain(keep.stayed)} would have`;
  const when = moment === "end" ? " at the end of the run" : "";
  return `${cut.stayed} of ${count(first.serving, "miner")} still served${when}${kept}.${elsewhere(cut)}`;
}

function elsewhere({ serving, owning, stayed }: Count): string {
  const newcomers = serving - stayed;
  const came = newcomers > 0 ? ` ${count(newcomers, "newcomer")} had joined.` : "";
  return owning > serving ? `${came} ${plain(owning - serving)} more kept their hardware without serving.` : came;
}

/** What became of it, where the run goes on for more than a quarter: "it is still running" is not "it lasts". */
function later(findings: Findings, { window, service }: Told): string | null {
  const { arms, survivors, subsidyEnd } = findings;
  const end = survivors.moments.find(({ key }) => key === "end")?.day ?? 0;
  const [cut, keep] = [arms.cut, arms.keep].map((arm) => valueAt(findings, "end", arm, "serviceValue"));
  if (window === null || service.value === null || end - window.toDay < quarterDays) return null;
  if (typeof cut !== "number" || typeof keep !== "number" || keep < epsilonUsdPerDay) return null;
  const all = survivors.kinds.find(({ by }) => by === "all")?.counts["end"]?.[arms.cut];
  const left = all === undefined ? "" : `, and ${count(all.serving, "miner")} served`;
  const weeks = plain(Math.floor((end - subsidyEnd!.floorDay) / 7));
  return `When the run ended, ${weeks} weeks after the subsidy, the network delivered ${percent(cut / keep)} of the service with the subsidy${left}.`;
}

/** Who pays: "customers paid 41% of operators' income and 62% of their full cost". */
function paying(findings: Findings, period: Period["key"], who: string): string | null {
  const dependence = valueAt(findings, period, findings.arms.cut, "subsidyDependence");
  const coverage = valueAt(findings, period, findings.arms.cut, "fullCoverage");
  if (dependence === null && coverage === null) return null;
  const income = dependence === null ? null : `${percent(1 - dependence)} of operators' income`;
  const cost =
    coverage === null ? null : `${percent(coverage)} of ${income === null ? "operators'" : "their"} full cost`;
  return `${who} paid ${[income, cost].filter((part) => part !== null).join(" and ")}.`;
}

function withoutCut(findings: Findings): readonly string[] {
  const value = valueAt(findings, "end", findings.arms.cut, "serviceValue");
  const level =
    value === null ? "" : ` In the last 13 weeks the network delivered service worth ${plain(value)} USD a day.`;
  return [
    "The subsidy never ends in this scenario, so both arms are the same world and there is nothing to retain." + level,
    paying(findings, "end", "Customers"),
  ].filter((sentence) => sentence !== null);
}

/** Which factor of the service shrank most against the keep arm, at the horizon of the headline. */
export function whyOf(records: Records, findings: Findings): string | null {
  const told = findings.subsidyEnd === null ? null : told1y(findings);
  const kept = told?.service.value ?? null;
  if (told === null || told.window === null || kept === null || kept > nothingLost) return null;
  const { cut, keep } = armFactors(records, told.window);
  if (kept === 0 && cut.operators === 0) return "Nobody was left to serve.";
  const logs = logRatios(cut, keep);
  const least = factorNames.filter((name) => !Number.isNaN(logs[name])).sort((a, b) => logs[a] - logs[b])[0];
  if (least === undefined || !(logs[least] < 0)) return null;
  const quality = (arm: string): string => plain(valueAt(findings, told.horizon, arm, "servedQuality") ?? NaN);
  return sentences[least](cut, keep, [quality(findings.arms.cut), quality(findings.arms.keep)]);
}

type Sentence = (cut: Factors, keep: Factors, quality: readonly [string, string]) => string;

const sentences: Readonly<Record<(typeof factorNames)[number], Sentence>> = {
  operators: (cut, keep) =>
    `Most of the loss comes from operators that stopped: ${plain(cut.operators)} served on average against ${plain(keep.operators)}.`,
  hours: (cut, keep) =>
    `Most of the loss comes from fewer hours: ${plain(cut.hours)} a day for each operator against ${plain(keep.hours)}.`,
  rate: (cut, keep) =>
    `Most of the loss comes from slower hardware: an hour could answer ${plain(cut.rate)} requests against ${plain(keep.rate)}.`,
  utilisation: (cut, keep) =>
    `Most of the loss comes from customers that left: ${percent(cut.utilisation)} of the capacity was used against ${percent(keep.utilisation)}.`,
  value: (cut, keep, [lower, higher]) =>
    `Most of the loss comes from worse answers: one was worth ${plain(cut.value)} USD against ${plain(keep.value)} ` +
    `(quality ${lower} against ${higher}).`,
};
