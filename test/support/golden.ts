/** A short run as text that a reviewer can read: a table of a few columns an epoch, then balances at the end. */
import type { Arms } from "../../sim/arms.ts";
import { statusNames } from "../../sim/membership/contract.ts";
import { begin, run, type Played } from "../../sim/run.ts";
import type { Row } from "../../sim/record.ts";
import type { Work, WorkPlan } from "../../sim/task/contract.ts";

const columns = [
  ["serving", "serving"],
  ["minted", "minted"],
  ["price", "price"],
  ["meanQuality", "quality"],
  ["rewardedQuality", "rewarded"],
  ["wanted", "wanted"],
  ["served", "served"],
  ["revenueUsd", "revenue"],
  ["netSubsidyUsd", "subsidy"],
  ["fullCostUsd", "fullCost"],
] as const;

/** 12 significant digits: what goes beyond differs between processors and versions of Node. */
const shown = (value: unknown) => (typeof value === "number" ? `${Number(value.toPrecision(12))}` : String(value));

function aligned(rows: readonly (readonly unknown[])[]): string[] {
  const cells = rows.map((row) => row.map(shown));
  const widths = cells[0]!.map((_, k) => Math.max(...cells.map((row) => row[k]!.length)));
  return cells.map((row) => row.map((cell, k) => cell.padStart(widths[k]!)).join("  "));
}

/** Plays the arms; the summary's lines, and the work of every epoch by "arm/epoch". */
export async function summarise(arms: Arms): Promise<{ text: string; plans: ReadonlyMap<string, Performed> }> {
  const epochs: Row[] = [];
  const last = new Map<string, Played["world"]>();
  const { plans, watched } = watching(arms);
  for await (const played of run(watched, await begin(watched))) {
    epochs.push(...played.rows["epochs"]!);
    for (const arm of played.arms) last.set(arm, played.world);
  }
  const lines = arms.arms.flatMap(({ name, rules }) => {
    const own = epochs.filter((row) => row["arm"] === name);
    const { accounts, operators, validators } = last.get(name)!;
    const { ids } = rules.roster.operators;
    return [
      `arm ${name}`,
      ...aligned([["epoch", ...columns.map(([, short]) => short)], ...own.map((row) => valuesOf(row))]),
      ...aligned([
        ["operator", "status", "usd", "tokens"],
        ...ids.map((id, o) => [id, statusNames[operators.status[o]!], operators.usd[o], operators.tokens[o]]),
      ]),
      ...aligned([
        ["validator", "works", "usd", "tokens", "stake"],
        ...rules.roster.validators.ids.map((id, v) => [
          id,
          ...[validators.working, validators.usd, validators.tokens, validators.stake].map((all) => all[v]),
        ]),
      ]),
      ...aligned([
        ["account", "ledger", "balance"],
        ...(["tokens", "usd"] as const).flatMap((ledger) =>
          Object.entries(accounts[ledger]).map(([account, held]) => [account, ledger, held]),
        ),
      ]),
    ];
  });
  return { text: `${lines.join("\n")}\n`, plans };
}

const valuesOf = (row: Row) => ["epoch", ...columns.map(([name]) => name)].map((name) => row[name]);

export interface Performed {
  readonly plan: WorkPlan;
  readonly work: Work;
}

/** The same arms, with every plan and its work noted: what a recording of them would hold. */
function watching(arms: Arms): { watched: Arms; plans: Map<string, Performed> } {
  const plans = new Map<string, Performed>();
  const names = arms.arms.map(({ name }) => name);
  const watched = arms.arms.map((arm) => ({
    ...arm,
    rules: {
      ...arm.rules,
      task: {
        ...arm.rules.task,
        async load(...given: Parameters<typeof arm.rules.task.load>) {
          const learner = await arm.rules.task.load(...given);
          const perform = async (plan: WorkPlan) => {
            const work = await learner.perform(plan);
            const belongsTo = plan.epoch < arms.forkEpoch ? names : [arm.name];
            for (const name of belongsTo) plans.set(`${name}/${plan.epoch}`, { plan, work });
            return work;
          };
          return { perform, save: () => learner.save(), dispose: () => learner.dispose() };
        },
      },
    },
  }));
  return { watched: { ...arms, arms: watched }, plans };
}
