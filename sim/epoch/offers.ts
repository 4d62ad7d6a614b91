import { floats } from "../core/arrays.ts";
import { zeros } from "../core/columns.ts";
import { sum } from "../core/matrix.ts";
import { status } from "../membership/contract.ts";
import type { ClearInput } from "../price/contract.ts";
import type { Roster } from "../roster.ts";
import type { Rules } from "../rules.ts";
import type { World } from "../world.ts";
import type { Pay } from "./pay.ts";
import type { Plan } from "./plan.ts";
import type { Earned } from "./trade.ts";

/** What sellers bring to the token market, all [operators, then validators, then root]. */
export type Offers = Pick<ClearInput, "needUsd" | "tokens" | "payTokens" | "habit" | "releasedTokens">;

/** Who has to raise how much, out of what. Source: docs/economy.md, "Token market". */
export function offers({ roster }: Rules, world: World, plan: Plan, earned: Earned): Offers {
  const { validators } = world;
  const { pay, settled, auditUsd, bribes } = earned;
  const n = world.operators.usd.length;
  const m = validators.usd.length;
  const sellers = n + m + 1;
  const needUsd = floats(sellers);
  const tokens = floats(sellers);
  const payTokens = floats(sellers);
  needOfOperators(needUsd, world, plan, earned);
  tokensOfOperators(tokens, payTokens, world, earned);
  for (let v = 0; v < m; v++) {
    const missing = auditUsd[v]! - validators.usd[v]! - settled.validatorUsd[v]! - bribes.receivedUsd[v]!;
    needUsd[n + v] = Math.max(0, missing);
    tokens[n + v] = validators.tokens[v]! + pay.validatorTokens[v]!;
    payTokens[n + v] = pay.validatorTokens[v]!;
  }
  tokens[n + m] = pay.rootTokens;
  return { needUsd, tokens, payTokens, habit: habitOf(roster), releasedTokens: released(world, pay) };
}

/** Costs beyond cash and what came in. Writes [operators] of the sellers. */
function needOfOperators(needUsd: Float64Array, { operators }: World, plan: Plan, earned: Earned): void {
  const { usd } = operators;
  const { runningUsd, maintenanceUsd } = plan;
  const { grantUsd, outsideUsd } = earned;
  const { operatorUsd } = earned.settled;
  const { paidUsd } = earned.bribes;
  const { minerUsd } = earned.charges;
  for (let o = 0; o < usd.length; o++) {
    const cashIn = usd[o]! + operatorUsd[o]! + grantUsd[o]! + outsideUsd[o]!;
    needUsd[o] = Math.max(0, runningUsd[o]! + maintenanceUsd[o]! + paidUsd[o]! + minerUsd[o]! - cashIn);
  }
}

/** What operators hold that they may sell, and what of it is new. Writes [operators] of the sellers. */
function tokensOfOperators(
  tokens: Float64Array,
  payTokens: Float64Array,
  { operators }: World,
  { pay, vested }: Earned,
): void {
  const { operatorTokens } = pay;
  const { lockedTokens, releasedTokens } = vested;
  const { tokens: held, receivedTokens } = operators;
  for (let o = 0; o < held.length; o++) {
    const fresh = operatorTokens[o]! - lockedTokens[o]! + releasedTokens[o]!;
    tokens[o] = held[o]! + fresh;
    payTokens[o] = fresh + receivedTokens[o]!;
  }
}

/** What is sold whatever the price: all of who left for good, what was unbonded, what stakers on root were paid. */
function released({ operators, validators }: World, { rootTokens }: Pay): Float64Array {
  const { status: states, tokens } = operators;
  const n = tokens.length;
  const m = validators.usd.length;
  let left = 0;
  for (let o = 0; o < n; o++) if (states[o] === status.gone) left += tokens[o]!;
  if (left === 0 && rootTokens === 0 && sum(validators.releasedTokens) === 0) return zeros(n + m + 1);
  const all = floats(n + m + 1);
  if (left > 0) for (let o = 0; o < n; o++) if (states[o] === status.gone) all[o] = tokens[o]!;
  all.set(validators.releasedTokens, n);
  all[n + m] = rootTokens;
  return all;
}

const habits = new WeakMap<Roster, Float64Array>();

/** The habit shares of a roster, which never change; root keeps none. */
function habitOf(roster: Roster): Float64Array {
  let habit = habits.get(roster);
  if (!habit) {
    const { operators, validators } = roster;
    habit = floats(operators.habit.length + validators.habit.length + 1);
    habit.set(operators.habit);
    habit.set(validators.habit, operators.habit.length);
    habits.set(roster, habit);
  }
  return habit;
}
