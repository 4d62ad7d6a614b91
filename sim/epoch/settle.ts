import { rateForStep, SECONDS_PER_HOUR } from "../core/clock.ts";
import { sum } from "../core/matrix.ts";
import type { Memory } from "../core/memory.ts";
import type { Members } from "../membership/contract.ts";
import type { Uids } from "../registration/contract.ts";
import type { Rows } from "../record.ts";
import type { Rules } from "../rules.ts";
import type { Closed, Settled, SettleInput } from "../settlement/contract.ts";
import type { Work } from "../task/contract.ts";
import type { World } from "../world.ts";
import { advance } from "./advance.ts";
import { bribesOf, type Bribes } from "./bribe.ts";
import { keepBooks, type Books } from "./books.ts";
import { bondsAfter, chargesOf, foundUsd, upkeepOf, type Bonds, type Charges, type Upkeep } from "./bonds.ts";
import { emit, type Emitted } from "./emit.ts";
import { experience, type Experienced } from "./experience.ts";
import { pay as payOut, type Pay } from "./pay.ts";
import type { Plan } from "./plan.ts";
import { register, uidsOf, type Places } from "./register.ts";
import { rowsOf } from "./rows.ts";
import { serve, type Served } from "./serve.ts";
import { stay, type Stayed } from "./stay.ts";
import { uploadsOf, type Uploads } from "./uploads.ts";
import { trade, type Earned, type Traded } from "./trade.ts";
import { vest, type Vested } from "./vest.ts";
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
  readonly vested: Vested;
  readonly served: Served;
  readonly settled: Settled;
  readonly closed: Closed;
  readonly traded: Traded;
  readonly stayed: Stayed;
  readonly members: Members;
  readonly places: Places;
  readonly books: Books;
  readonly outsideUsd: Float64Array;
  readonly charges: Charges;
  readonly bonds: Bonds;
  readonly bribes: Bribes;
  readonly experienced: Experienced;
  readonly uploads: Uploads;
  readonly verificationMemory: Memory;
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
    seed: rules.seed,
    epoch: world.epoch,
    plan: plan.work.audits,
    found: work.found,
    ...(work.evidence && { evidence: work.evidence }),
    validatorIds: rules.roster.validators.ids,
    operatorIds: rules.roster.operators.ids,
    serving: plan.work.serving,
    working: world.validators.working,
    bondUsd: world.operators.bondUsd,
    memory: world.verificationMemory,
  });
  const emitted = emit(rules, world, plan);
  const uploads = uploadsOf(world.operators, work, plan.from);
  const minersTokens = rules.split.miners * emitted.minted;
  const agreed = vote(rules, world, { plan, work, audited, uploads, minersTokens });
  const pay = payOut(rules, emitted, agreed);
  const vested = vest(rules, world, pay);
  const served = serve(rules, world, plan, work, audited.finalitySeconds, emitted.multiplier);
  const fees = feesOf(rules, world, plan, served, agreed);
  const settled = rules.settlement.split(fees);
  const outsideUsd = earnOutside(rules, world, plan);
  const { grantUsd } = served.routed;
  const bribes = bribesOf(plan);
  const charges = chargesOf(rules, audited, served);
  const earned = { emitted, pay, vested, settled, grantUsd, outsideUsd, auditUsd: audited.costUsd, bribes, charges };
  const traded = trade(rules, world, plan, earned);
  const closed = close(rules, world, fees, earned, traded);
  const price = traded.cleared.state.price;
  const validatorIncome = settled.validatorUsd.map(
    (fees, v) => fees + price * pay.validatorTokens[v]! + bribes.receivedUsd[v]! + foundUsd(audited, v),
  );
  const uids = uidsOf(world.subnets[0]!, pay, agreed);
  const upkeep = upkeepOf(rules, plan, charges, audited);
  const joined = join(rules, world, plan, uids, { emitted, pay, closed, served, price, upkeep });
  const staying = stay(rules, world, validatorIncome, audited.costUsd, price);
  const places = register(rules, world, plan.to, uids, price, joined, staying);
  const { members, stayed } = places;
  const bonds = bondsAfter(rules, world, audited, members.standing.status);
  const unknown = [...members.left, ...places.displaced];
  const books = keepBooks(rules, world, {
    plan,
    ...earned,
    closed,
    traded,
    members,
    stayed,
    registrationUsd: places.paidUsd,
    audited,
    bonds,
  });
  const all = {
    plan,
    work,
    audited,
    agreed,
    emitted,
    pay,
    vested,
    served,
    settled,
    closed,
    traded,
    stayed,
    members,
    places,
    books,
    outsideUsd,
    charges,
    bonds,
    bribes,
    uploads,
    verificationMemory: rules.verification.forget?.(audited.memory, unknown) ?? audited.memory,
    experienced: experience(rules, world, plan, { audited, pay, price }),
  };
  const next = advance(world, all);
  return { world: next, rows: (arm) => rowsOf(rules, world, next, all, arm) };
}

/** What customers pay, as the settlement divides it. */
function feesOf(
  { clock }: Rules,
  world: World,
  plan: Plan,
  { routed, surchargeUsd }: Served,
  agreed: Agreed,
): SettleInput {
  return {
    revenueUsd: routed.revenueUsd,
    surchargeUsd,
    dividend: agreed.dividend,
    served: sum(routed.served),
    capacity: sum(plan.capacity),
    price: world.market.price,
    memory: world.settlementMemory,
    epochDays: clock.epochDays,
  };
}

/** Tokens that the settlement moves, and operators' income by source, at the price that cleared. */
function close(rules: Rules, world: World, fees: SettleInput, { settled, pay }: Earned, traded: Traded): Closed {
  const bought = traded.purchases.slice(traded.purchases.length - settled.purchases.length);
  const intoVault = bought.reduce((all, { receiver, tokens }) => (receiver === "vault" ? all + tokens : all), 0);
  return rules.settlement.close({
    ...fees,
    settled,
    boughtTokens: bought.map(({ tokens }) => tokens),
    price: traded.cleared.state.price,
    operatorTokens: pay.operatorTokens,
    vaultTokens: (world.accounts.tokens["vault"] ?? 0) + intoVault,
  });
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
  paid: { emitted: Emitted; pay: Pay; closed: Closed; served: Served; price: number; upkeep: Upkeep },
): Members {
  const { clock, workload, roster, settlement, registration } = rules;
  const { emitted, pay, closed, served, price, upkeep } = paid;
  const { routed } = served;
  const { hardware } = roster.operators;
  const subnet = world.subnets[0]!;
  const stayHours = workload.expectedStaySeconds / SECONDS_PER_HOUR;
  return rules.membership.step({
    standing: world.operators,
    hardware: { ...hardware, fullPerHour: hardware.fullPerHour.map((usd, o) => usd + upkeep.perHour[o]!) },
    epoch: world.epoch,
    epochDays: clock.epochDays,
    hours: plan.hours,
    feesUsd: closed.customerFundedUsd,
    subsidyUsd: closed.netSubsidyTokens.map((tokens, o) => tokens * price + routed.grantUsd[o]!),
    avoidablePerHour: plan.avoidablePerHour.map((usd, o) => usd + upkeep.perHour[o]! + upkeep.slashedPerHour[o]!),
    vacantUsd: routed.unmet * routed.usdPerRequest * settlement.operatorShare + pay.vacantTokens * price,
    outside: {
      exists: workload.exists,
      usdPerHour: workload.exists ? workload.usdPerHour(plan.work.day) : 0,
      movingPerHour: workload.switchingUsd / stayHours,
    },
    outlook: outlook(rules, plan.to, emitted),
    discountRate: rules.discountRate,
    registered: Uint8Array.from(subnet.operatorUid, (uid) => (uid < 0 ? 0 : 1)),
    freeSlots: uids.taken.reduce((free, taken) => free + 1 - taken, 0),
    replaceable: registration.replaceable(uids, plan.to),
    registrationUsd: registration.expectedUsd(subnet.registration, plan.to, price, plan.hours.length),
  });
}

/**
 * Discounted mean of the multiplier of pay over the longest hardware life from a block on, as a multiple of today's; 1 where
 * no end of the subsidy is known or looked at.
 */
function outlook(
  { membership, taper, clock, discountRate, roster }: Rules,
  block: number,
  { subsidy, taperMemory }: Emitted,
): number {
  if (!membership.usesSchedule || block < taper.announcedAt || taper.target === "taoIn") return 1;
  const known = { subsidyTokensPerDay: subsidy / clock.epochDays, memory: taperMemory };
  const now = taper.multiplier(block, known);
  if (now === 0) return 0;
  const lifeDays = roster.operators.hardware.lifeDays.reduce((most, days) => Math.max(most, days), 0);
  const discount = 1 / (1 + rateForStep(discountRate, clock.epochDays));
  let weight = 1;
  let weights = 0;
  let mean = 0;
  for (let days = 0, at = block; days < lifeDays; days += clock.epochDays, at += clock.tempo) {
    mean += weight * taper.multiplier(at, known);
    weights += weight;
    weight *= discount;
  }
  return mean / weights / now;
}
