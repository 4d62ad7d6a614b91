import { rateForStep, SECONDS_PER_HOUR } from "../core/clock.ts";
import type { Members } from "../membership/contract.ts";
import type { Uids } from "../registration/contract.ts";
import type { Rows } from "../record.ts";
import type { Rules } from "../rules.ts";
import type { Settled } from "../settlement/contract.ts";
import type { Work } from "../task/contract.ts";
import type { World } from "../world.ts";
import { advance } from "./advance.ts";
import { keepBooks, type Books } from "./books.ts";
import { emit, type Emitted } from "./emit.ts";
import { pay as payOut, type Pay } from "./pay.ts";
import type { Plan } from "./plan.ts";
import { register, uidsOf, type Places } from "./register.ts";
import { rowsOf } from "./rows.ts";
import { serve, type Served } from "./serve.ts";
import { stay, type Stayed } from "./stay.ts";
import { trade, type Traded } from "./trade.ts";
import { vote, type Agreed } from "./vote.ts";
import type { Audited } from "../verification/contract.ts";

/** Everything that an epoch settled: what `advance` and the record are made of. */
export interface Settlements {
  readonly plan: Plan;
  readonly work: Work;
  readonly audited: Audited;
  readonly agreed: Agreed;
  readonly emitted: Emitted;
  readonly pay: Pay;
  readonly served: Served;
  readonly settled: Settled;
  readonly traded: Traded;
  readonly stayed: Stayed;
  readonly members: Members;
  readonly places: Places;
  readonly books: Books;
  readonly outsideUsd: Float64Array;
}

/**
 * The world after an epoch: verification, scoring and consensus, emission, demand and market, settlement, token market,
 * validators, membership, registration, ledger. Pure: nothing that comes in is written to.
 * Source: docs/economy.md, "One epoch".
 *
 * @returns the next world, and what to record of the epoch as rows of an arm
 * @throws RangeError when a ledger does not close
 */
export function settle(
  rules: Rules,
  world: World,
  plan: Plan,
  work: Work,
): { world: World; rows: (arm: string) => Rows } {
  const audited = rules.verification.judge({
    plan: plan.work.audits,
    found: work.found,
    validators: world.validators.stake.length,
    operators: plan.hours.length,
    serving: plan.work.serving,
    working: world.validators.working,
  });
  const agreed = vote(rules, world, plan, audited);
  const emitted = emit(rules, world, plan);
  const pay = payOut(rules, emitted, agreed);
  const served = serve(rules, world, plan, work, audited.finalitySeconds);
  const settled = rules.settlement.split({
    revenueUsd: served.routed.served.map((requests) => requests * served.routed.usdPerRequest),
    dividend: agreed.dividend,
    operatorTokens: pay.operatorTokens,
  });
  const outsideUsd = earnOutside(rules, world, plan);
  const traded = trade(rules, world, plan, pay, settled, audited.costUsd, outsideUsd);
  const price = traded.cleared.state.price;
  const validatorIncome = settled.validatorUsd.map((fees, v) => fees + price * pay.validatorTokens[v]!);
  const uids = uidsOf(world.subnets[0]!, pay, agreed);
  const joined = join(rules, world, plan, uids, { pay, settled, served, price });
  const staying = stay(rules, world, validatorIncome, audited.costUsd, price);
  const places = register(rules, world, plan.to, uids, price, joined, staying);
  const { members, stayed } = places;
  const books = keepBooks(rules, world, {
    plan,
    pay,
    settled,
    traded,
    members,
    stayed,
    registrationUsd: places.paidUsd,
    auditUsd: audited.costUsd,
    outsideUsd,
  });
  const all = {
    plan,
    work,
    audited,
    agreed,
    emitted,
    pay,
    served,
    settled,
    traded,
    stayed,
    members,
    places,
    books,
    outsideUsd,
  };
  const next = advance(world, all);
  return { world: next, rows: (arm) => rowsOf(rules, world, next, all, arm) };
}

function earnOutside({ workload, roster }: Rules, world: World, { outsideHours, work }: Plan): Float64Array {
  const usdPerHour = workload.exists ? workload.usdPerHour(work.day) : 0;
  return outsideHours.map((hours, o) => hours * usdPerHour * roster.operators.hardware.throughput[o]!);
}

/** Membership of the coming epoch from the income of this one. */
function join(
  rules: Rules,
  world: World,
  plan: Plan,
  uids: Uids,
  paid: { pay: Pay; settled: Settled; served: Served; price: number },
): Members {
  const { clock, workload, roster, settlement, market, registration } = rules;
  const { pay, settled, served, price } = paid;
  const { hardware } = roster.operators;
  const subnet = world.subnets[0]!;
  const stayHours = workload.expectedStaySeconds / SECONDS_PER_HOUR;
  return rules.membership.step({
    standing: world.operators,
    hardware,
    epoch: world.epoch,
    epochDays: clock.epochDays,
    hours: plan.hours,
    feesUsd: settled.customerFundedUsd,
    subsidyUsd: settled.netSubsidyTokens.map((tokens) => tokens * price),
    avoidablePerHour: plan.avoidablePerHour,
    vacantUsd: served.routed.unmet * market.askUsdPerRequest * settlement.operatorShare + pay.vacantTokens * price,
    outside: {
      exists: workload.exists,
      usdPerHour: workload.exists ? workload.usdPerHour(plan.work.day) : 0,
      movingPerHour: workload.switchingUsd / stayHours,
    },
    outlook: outlook(rules, plan.to),
    discountRate: rules.discountRate,
    registered: Uint8Array.from(subnet.operatorUid, (uid) => (uid < 0 ? 0 : 1)),
    freeSlots: uids.taken.reduce((free, taken) => free + 1 - taken, 0),
    replaceable: registration.replaceable(uids, plan.to),
    registrationUsd: registration.expectedUsd(subnet.registration, plan.to, price, plan.hours.length),
  });
}

/**
 * Discounted mean of the multiplier over the longest hardware life from a block on, as a multiple of today's; 1 where no
 * end of the subsidy is known or looked at.
 */
function outlook({ membership, taper, clock, discountRate, roster }: Rules, block: number): number {
  if (!membership.usesSchedule || block < taper.announcedAt) return 1;
  const now = taper.multiplier(block);
  if (now === 0) return 0;
  const lifeDays = roster.operators.hardware.lifeDays.reduce((most, days) => Math.max(most, days), 0);
  const discount = 1 / (1 + rateForStep(discountRate, clock.epochDays));
  let weight = 1;
  let weights = 0;
  let mean = 0;
  for (let days = 0, at = block; days < lifeDays; days += clock.epochDays, at += clock.tempo) {
    mean += weight * taper.multiplier(at);
    weights += weight;
    weight *= discount;
  }
  return mean / weights / now;
}
