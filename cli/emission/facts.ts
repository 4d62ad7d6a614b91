import type { Held } from "../../sim/schedule/held.ts";
import type { Schedule } from "../../sim/schedule/schedule.ts";

/** What a schedule is, and what of a held world it looked at: a sentence each. */
export function factsOf(schedule: Schedule, looked: ReadonlySet<keyof Held>, given: Held): readonly string[] {
  const { origin, kind, clock, openingIssuance, taper, emission } = schedule;
  const opening = `${text(openingIssuance)} tokens issued before`;
  const blocks = `blocks of ${text(clock.blockSeconds)} s`;
  const what =
    origin.kind === "preset"
      ? `${origin.network.token}, ${kind}, from ${origin.network.genesis}, ${blocks}, ${opening}`
      : `scenario, ${kind}, ${blocks}, epochs of ${text(clock.epochDays)} days, ${opening}`;
  const tapered =
    origin.kind === "scenario" && taper.from < Infinity
      ? [`taper ${origin.scenario.taper.kind} from day ${text((taper.from * clock.blockSeconds) / 86_400)}`]
      : [];
  const { pool } = schedule;
  const added =
    emission.inject !== undefined && pool !== undefined
      ? [`held: pool of ${text(pool.tokens)} tokens and ${text(pool.usd)} USD (as the scenario opens)`]
      : [];
  return [what, ...tapered, ...added, ...[...looked].sort().map((name) => heldFact(schedule, name, given))];
}

const labels = {
  price: (value: string) => `price ${value} USD`,
  revenueUsdPerDay: (value: string) => `revenue ${value} USD a day`,
  burnedPerDay: (value: string) => `burned ${value} tokens a day`,
  bondedShare: (value: string) => `staked share ${value}`,
} as const satisfies Record<keyof Held, (value: string) => string>;

function heldFact({ held, origin }: Schedule, name: keyof Held, given: Held): string {
  const opens = origin.kind === "scenario" && (name === "price" || name === "bondedShare");
  const why = given[name] !== undefined ? "as given" : opens ? "as the scenario opens" : "assumed";
  return `held: ${labels[name](text(held[name]!))} (${why})`;
}

/** Twelve significant digits, no more than a reader can use; "–" for what is not defined. */
export function text(value: number): string {
  return Number.isNaN(value) ? "–" : String(Number(value.toPrecision(12)));
}

/** 0.12514 -> "12.51%" */
export function percentText(fraction: number): string {
  return Number.isNaN(fraction) ? "–" : `${Number((fraction * 100).toPrecision(4))}%`;
}
