/**
 * Records to verdict: what survived the end of the subsidy, in plain words and with every level beside its ratio. Plain
 * JSON; every renderer reads this and nothing else but the charts.
 */
import type { Manifest } from "../sim/manifest.ts";
import { limitsOf, scaleOf, warningsOf } from "./caveats.ts";
import { findingsOf, type Findings } from "./findings.ts";
import { headlineOf, whyOf } from "./headline.ts";
import { changeOf } from "./levers.ts";
import type { Records } from "./records.ts";
import type { SeedSummary } from "./seeds/summary.ts";

export interface Verdict extends Findings {
  readonly name: string;
  readonly question: string;
  readonly run: Pick<Manifest, "taper" | "hash" | "seed" | "backend" | "status" | "epochs" | "epochDays" | "versions">;
  /** the answer, a sentence each */
  readonly headline: readonly string[];
  /** the largest part of the loss, in a sentence; null where nothing was lost or it cannot be told */
  readonly why: string | null;
  /** what would change it, in a sentence; null where nothing is known of that */
  readonly change: string | null;
  /** how hours of hardware become work */
  readonly scale: readonly string[];
  readonly warnings: readonly string[];
  /** what this run cannot say */
  readonly limits: readonly string[];
}

/** @param seeds summaries of all seeds of the scenario that were played; without them one run speaks for itself */
export function verdictOf(records: Records, seeds: readonly SeedSummary[] = []): Verdict {
  const { manifest } = records;
  const findings = findingsOf(records, seeds);
  const { taper, hash, seed, backend, status, epochs, epochDays, versions } = manifest;
  return {
    name: manifest.name,
    question: manifest.question,
    run: { taper, hash, seed, backend, status, epochs, epochDays, versions },
    headline: headlineOf(findings),
    why: whyOf(records, findings),
    change: changeOf(findings),
    ...findings,
    scale: scaleOf(manifest),
    warnings: warningsOf(records, findings),
    limits: limitsOf(records, findings),
  };
}
