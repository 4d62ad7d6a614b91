/** What would change the verdict: the cheapest figure that covers costs, and the cause that matters most. */
import type { Findings } from "./findings.ts";
import { percent, plain } from "./format.ts";
import type { VerifiedBreakEven } from "./metrics/breakEvens.ts";
import { causeNames, type CauseName, type Causes } from "./metrics/causes.ts";

/** How far below full cost a lever may fall when it is run and still be called one. */
const tolerance = 0.01;

/** Above this retention nothing was lost that a cause could bring back. */
export const nothingLost = 0.99;

export function changeOf(findings: Findings): string | null {
  const parts = [leverOf(findings), causeOf(findings)].filter((part) => part !== null);
  return parts.length === 0 ? null : `What would change it. ${parts.join(" ")}`;
}

/** Without new tokens their price covers nothing, and utilisation is a result. */
const levers: readonly string[] = ["demandMultiple", "requestPrice"];

/** The lever that has to move least of those that covered cost when they were run. */
function leverOf({ breakEvens, subsidyEnd }: Findings): string | null {
  const distance = ({ value, today }: VerifiedBreakEven): number => Math.abs(Math.log(value! / today));
  const [lever] = breakEvens
    .filter(({ name }) => levers.includes(name) || (subsidyEnd === null && name === "tokenPrice"))
    .filter(({ value, verified }) => value !== null && verified !== null && verified >= 1 - tolerance)
    .sort((a, b) => distance(a) - distance(b));
  if (lever === undefined) return null;
  return (
    `${leverWords(lever)} operators' income covered ${percent(lever.verified!)} of their full cost when it was run, ` +
    "in partial equilibrium (nobody comes or goes)."
  );
}

function leverWords({ name, value, today }: VerifiedBreakEven): string {
  if (name === "demandMultiple") return `With ${plain(value!)} times the demand`;
  const what = name === "tokenPrice" ? "a token at" : "a request at";
  return `With ${what} ${plain(value!)} USD instead of ${plain(today)}`;
}

export const causeWords: Readonly<Record<CauseName, string>> = {
  hardware: "operators that stay",
  demand: "customers that stay",
  validators: "validators that stay",
  price: "a token price that holds",
};

/** The cause whose undoing brings back most. */
function causeOf({ causes, retention }: Findings): string | null {
  if (typeof causes === "string" || !(causes.lossUsd > 0)) return null;
  const kept = retention[causes.horizon].service.value;
  if (kept === null || kept > nothingLost) return null;
  const top = largest(causes);
  const usd = causes.shares[top];
  if (!(usd > 0)) return null;
  return (
    `${causeWords[top][0]!.toUpperCase()}${causeWords[top].slice(1)} would bring back ${plain(usd)} of the ${plain(causes.lossUsd)} USD of service a day that ` +
    `were lost (${percent(usd / causes.lossUsd)}), the largest share of any cause.`
  );
}

const largest = ({ shares }: Causes): CauseName => [...causeNames].sort((a, b) => shares[b] - shares[a])[0]!;
