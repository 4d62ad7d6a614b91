import { bytes, floats } from "../core/arrays.ts";
import { isNothing, plus } from "../core/columns.ts";
import type { Hardware, Members } from "../membership/contract.ts";
import type { Uids } from "../registration/contract.ts";
import type { Rules } from "../rules.ts";
import type { Closed } from "../settlement/contract.ts";
import type { World } from "../world.ts";
import type { Upkeep } from "./bonds.ts";
import type { Emitted } from "./emit.ts";
import { outlookOf } from "./outlook.ts";
import type { OutsidePay } from "./outside.ts";
import type { Pay } from "./pay.ts";
import type { Plan } from "./plan.ts";
import type { Served } from "./serve.ts";

/** What the epoch brought to operators. */
export interface Paid {
  readonly emitted: Emitted;
  readonly pay: Pay;
  readonly closed: Closed;
  readonly served: Served;
  readonly price: number;
  readonly upkeep: Upkeep;
  readonly outside: OutsidePay;
}

/** Membership of the coming epoch from the income of this one. */
export function join(rules: Rules, world: World, plan: Plan, uids: Uids, paid: Paid): Members {
  const { clock, settlement, registration } = rules;
  const { emitted, pay, closed, served, price, upkeep } = paid;
  const { routed } = served;
  const subnet = world.subnets[0]!;
  const n = plan.hours.length;
  const { perHour, slashedPerHour } = upkeep;
  const { netSubsidyTokens } = closed;
  const { grantUsd } = routed;
  const subsidyUsd = floats(n);
  for (let o = 0; o < n; o++) subsidyUsd[o] = netSubsidyTokens[o]! * price + grantUsd[o]!;
  let freeSlots = 0;
  for (let uid = 0; uid < uids.taken.length; uid++) freeSlots += 1 - uids.taken[uid]!;
  return rules.membership.step({
    standing: world.operators,
    hardware: withUpkeep(plan.costs.hardware, upkeep.perHour),
    priceLevel: plan.costs.priceLevel,
    supply: plan.costs.supply,
    epoch: world.epoch,
    epochDays: clock.epochDays,
    hours: plan.hours,
    feesUsd: closed.customerFundedUsd,
    subsidyUsd,
    avoidablePerHour: plus(plus(plan.avoidablePerHour, perHour), slashedPerHour),
    vacantUsd: routed.unmet * routed.usdPerRequest * settlement.operatorShare + pay.vacantTokens * price,
    outside: paid.outside.options,
    outlook: outlookOf(rules, plan.from, plan.to, emitted),
    discountRate: rules.discountRate,
    registered: registeredOf(subnet.operatorUid),
    freeSlots,
    replaceable: registration.replaceable(uids, plan.to),
    registrationUsd: registration.expectedUsd(subnet.registration, plan.to, price, n),
  });
}

/** Full cost with what verification costs an hour on top. */
function withUpkeep(hardware: Hardware, perHour: Float64Array): Hardware {
  return isNothing(perHour) ? hardware : { ...hardware, fullPerHour: plus(hardware.fullPerHour, perHour) };
}

/** PERF: in most epochs nobody registers: uids are those of the epoch before. */
const holders = new WeakMap<Int32Array, Uint8Array>();

/** [operators] 1 for those who hold a uid. */
function registeredOf(operatorUid: Int32Array): Uint8Array {
  let registered = holders.get(operatorUid);
  if (registered) return registered;
  registered = bytes(operatorUid.length);
  for (let o = 0; o < registered.length; o++) if (operatorUid[o]! >= 0) registered[o] = 1;
  holders.set(operatorUid, registered);
  return registered;
}
