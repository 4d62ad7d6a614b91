/** Sentences of the headline that need more than one run of two arms: lasting level, arm never, seeds, other rules. */
import type { Findings } from "./findings.ts";
import { percent, plain } from "./format.ts";
import type { Retention } from "./metrics/retention.ts";
import { collapse, flipsOf } from "./metrics/sensitivities.ts";

/** "it is still running" must not be read as "it will last". */
export function lastingSentence({ lasting, arms }: Findings): string | null {
  const [cut, keep] = [lasting.levels[arms.cut], lasting.levels[arms.keep]];
  if (cut === undefined || keep === undefined) return null;
  const { value, why } = lasting.service;
  if (value === null) return `How much of it lasts is undefined: ${why}.`;
  return (
    `Played on in a world that stands still, until who comes and who goes has settled, it keeps ${percent(value)}: ` +
    `${plain(cut.serviceValueUsd)} against ${plain(keep.serviceValueUsd)} USD a day.`
  );
}

/** The same of what lasts, over the seeds whose arms settled. */
export function lastingSeedsSentence({ seeds }: Findings): string | null {
  const found = seeds.find(({ horizon }) => horizon === "lasting");
  if (found === undefined || found.interval === null) return null;
  const [low, high] = found.interval;
  const { hits, of } = found.collapsed;
  return (
    `Over ${found.seeds} seeds that settled it keeps ${percent(found.retention)} (95% simulation interval ${percent(low)} to ${percent(high)}); ` +
    `less than ${percent(collapse)} lasts in ${hits} of ${of}.`
  );
}

/** What the subsidy was worth, not only what its end cost; at lasting levels too where they are known. */
export function neverSentence(told: Retention<"year" | "quarter">, { lasting }: Findings): string | null {
  const { gain, never, cut } = told;
  if (gain.value === null || never === null || cut === null) return null;
  const when = told.horizon === "year" ? "one year" : "13 weeks";
  const lasts = lasting.gain.value === null ? "" : `, and ${percent(lasting.gain.value)} at lasting levels`;
  return (
    `Had it never been subsidised it would deliver ${plain(never.serviceValueUsd)} USD a day ${when} after; ` +
    `it delivers ${percent(gain.value)} of that${lasts}.`
  );
}

/** The mean over seeds and how often little is left: outcomes are often one of two. */
export function seedsSentence({ seeds }: Findings, told: Retention): string | null {
  const found = seeds.find(({ horizon }) => horizon === told.horizon);
  if (found === undefined || found.interval === null) return null;
  const [low, high] = found.interval;
  const { hits, of } = found.collapsed;
  return (
    `Over ${found.seeds} seeds it is ${percent(found.retention)} (95% simulation interval ${percent(low)} to ${percent(high)}); ` +
    `less than ${percent(collapse)} survives in ${hits} of ${of}.`
  );
}

/** A verdict that hangs on how the token is priced. */
export function flipSentence({ retention, sensitivities }: Findings): string | null {
  const { service } = retention.year;
  const flips = flipsOf(
    service,
    sensitivities.filter(({ on }) => on === "price"),
  );
  if (flips.length === 0) return null;
  const others = flips.map(({ change, retentionYear }) => `${percent(retentionYear!)} with ${change}`);
  return `The verdict hangs on how the token is priced: ${percent(service.value!)} as written, ${others.join(", ")}.`;
}
