import type { Conduct } from "../conduct.ts";
import { sum } from "../core/matrix.ts";
import type { Memory } from "../core/memory.ts";
import type { Members } from "../membership/contract.ts";
import type { Tables } from "../record.ts";
import type { Rules } from "../rules.ts";
import type { Closed, Settled, SettleInput } from "../settlement/contract.ts";
import type { Work } from "../task/contract.ts";
import type { World } from "../world.ts";
import { advance } from "./advance.ts";
import { bribesOf, type Bribes } from "./bribe.ts";
import { keepBooks, type Books } from "./books.ts";
import { bondsAfter, chargesOf, foundUsd, upkeepOf, type Bonds, type Charges } from "./bonds.ts";
import { conductAfter } from "./conduct.ts";
import { emit, type Emitted } from "./emit.ts";
import { experience, type Experienced } from "./experience.ts";
import { join } from "./join.ts";
import { earnOutside } from "./outside.ts";
import { pay as payOut, type Pay } from "./pay.ts";
import type { Plan } from "./plan.ts";
import { register, uidsOf, type Places } from "./register.ts";
import { tablesOf } from "./rows.ts";
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
  readonly conduct: Conduct;
  readonly experienced: Experienced;
  readonly uploads: Uploads;
  readonly verificationMemory: Memory;
}

/**
 * The world after an epoch: verification, scoring and consensus, emission, demand and market, settlement, token market,
 * validators, membership, registration, ledger. Pure: nothing that comes in is written to.
 * Source: docs/economy.md, "One epoch".
 *
 * @returns the next world, what to record of the epoch for the arms that it belongs to, and what it was made of
 * @throws RangeError when a ledger does not close
 */
export function settle(
  rules: Rules,
  world: World,
  plan: Plan,
  work: Work,
): { world: World; tables: (arms: readonly string[]) => Tables; settlements: Settlements } {
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
  const outside = earnOutside(rules, world, plan);
  const outsideUsd = outside.usd;
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
  const joined = join(rules, world, plan, uids, { emitted, pay, closed, served, price, upkeep, outside });
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
    conduct: conductAfter(rules, world, plan, { grantUsd, price, ...closed }),
    experienced: experience(rules, world, plan, { audited, pay, price }),
  };
  const next = advance(world, all);
  return { world: next, tables: tablesOf(rules, world, next, all), settlements: all };
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
    settled,
    boughtTokens: bought.map(({ tokens }) => tokens),
    operatorTokens: pay.operatorTokens,
    vaultTokens: (world.accounts.tokens["vault"] ?? 0) + intoVault,
    ...fees,
    price: traded.cleared.state.price,
  });
}
