import type { Verdict } from "../verdict.ts";

/** The verdict for machines: one JSON document, keys in a fixed order. */
export function json(verdict: Verdict): string {
  return `${JSON.stringify(verdict, null, 2)}\n`;
}
