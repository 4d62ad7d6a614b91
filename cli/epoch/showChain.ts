import { stringify } from "csv-stringify/sync";
import { playChain } from "../../sim/snapshot/chain.ts";
import { chainResult, type ChainResult } from "../../sim/snapshot/chainResult.ts";
import type { ChainSnapshot } from "../../sim/snapshot/chainSchema.ts";
import { numberText } from "../records/csv.ts";
import { table } from "../text.ts";
import { shareText, type Shown } from "./shown.ts";

/** A column of the table by uid, and how a person reads its numbers. */
interface Column {
  readonly name: string;
  readonly values: (result: ChainResult) => readonly number[];
  readonly text: (value: number) => string;
}

const columns: readonly Column[] = [
  { name: "stake", values: (result) => result.stake_norm, text: shareText },
  { name: "trust", values: (result) => result.validator_trust, text: shareText },
  { name: "consensus", values: (result) => result.consensus, text: shareText },
  { name: "incentive", values: (result) => result.incentive, text: shareText },
  { name: "dividends", values: (result) => result.dividends, text: shareText },
  { name: "emission", values: (result) => result.combined_emission, text: String },
];

const header = ["uid", ...columns.map(({ name }) => name)];

/** The epochs of one subnet. */
export function showChain(chain: ChainSnapshot): Shown {
  const steps = Array.from(playChain(chain), ({ step, outcome }) => chainResult(outcome, step.label));
  return {
    json: () => ({ ...(chain.name !== undefined && { name: chain.name }), steps }),
    csv: () => stringify([["step", ...header], ...steps.flatMap(csvRows)]),
    text: () => steps.map(stepText).join("\n\n"),
  };
}

function csvRows(result: ChainResult, step: number): string[][] {
  return rowsOf(result, () => numberText).map((row) => [`${step}`, ...row]);
}

function stepText(result: ChainResult, step: number): string {
  const title = `step ${step}, block ${result.block}${result.label === undefined ? "" : `: ${result.label}`}`;
  const rows = rowsOf(result, ({ text }) => text);
  return [title, ...fallbackText(result), table([header, ...rows])].join("\n");
}

function rowsOf(result: ChainResult, textOf: (column: Column) => (value: number) => string): string[][] {
  const cells = columns.map((column) => column.values(result).map(textOf(column)));
  return result.active.map((_, uid) => [`${uid}`, ...cells.map((column) => column[uid]!)]);
}

function fallbackText({ zero_emission_fallback: by }: ChainResult): string[] {
  if (by === null) return [];
  return [`nobody has incentive or dividends: ${by === "stake" ? "all stake" : "active stake"} is paid`];
}
