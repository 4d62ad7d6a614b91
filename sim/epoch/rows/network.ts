import { sum } from "../../core/matrix.ts";
import { mean, weightedMean } from "../../core/stats.ts";
import { circulatingOf } from "../../ledger.ts";
import { status, statusNames } from "../../membership/contract.ts";
import type { Row } from "../../record.ts";
import type { Rules } from "../../rules.ts";
import type { World } from "../../world.ts";
import { revenueOf } from "../serve.ts";
import type { Settlements } from "../settle.ts";

/** The row of the network. Columns are declared in record.ts. */
export function networkRow(rules: Rules, before: World, after: World, all: Settlements): Row {
  const { plan, work, agreed, members } = all;
  const { serving } = plan.work;
  const states = counted(after.operators.status);
  return {
    day: plan.work.day,
    block: plan.from,
    ...tokenColumns(after, all),
    serving: sum(serving),
    owning: states[status.serving]! + states[status.elsewhere]! + states[status.off]!,
    elsewhere: states[status.elsewhere]!,
    off: states[status.off]!,
    ordered: states[status.ordered]!,
    entered: members.entered.length,
    stopped: members.stopped.length,
    left: members.left.length,
    pruned: all.places.pruned,
    working: sum(before.validators.working),
    audits: plan.work.audits.miners.length,
    trainedSteps: sum(work.steps),
    hours: sum(plan.hours),
    capacity: sum(plan.capacity),
    meanQuality: mean(ofServing(work.quality, serving)),
    // Weights that are used late may pay who has stopped since; nobody measured its quality.
    rewardedQuality: weightedMean(work.quality, products(agreed.incentive, serving)),
    ...serviceColumns(all),
    ...moneyColumns(rules, before, all),
  };
}

function tokenColumns(after: World, { emitted, traded, books, closed }: Settlements): Row {
  return {
    subsidyMultiplier: emitted.multiplier,
    minted: books.mintedTokens,
    burned: books.burnedTokens,
    issuance: after.token.issuance,
    supply: after.token.supply,
    circulating: circulatingOf(after.accounts),
    vesting: after.accounts.tokens["vesting"] ?? 0,
    price: traded.cleared.state.price,
    soldTokens: sum(traded.cleared.soldTokens),
    collateralRatio: closed.vault?.collateralRatio ?? NaN,
    vaultAlert: closed.vault?.alert ?? 0,
    registrationPrice: after.subnets[0]!.registration.priceTokens,
  };
}

function serviceColumns({ served }: Settlements): Row {
  const { wanted, routed } = served;
  return {
    servedQuality: served.experienced,
    wanted: sum(wanted.requests),
    served: sum(routed.served),
    unmet: routed.unmet,
    waitSeconds: routed.waitSeconds,
    serviceValueUsd: sum(served.valueUsd),
    usdPerRequest: routed.usdPerRequest,
    revenueUsd: revenueOf(served),
  };
}

function moneyColumns(rules: Rules, before: World, all: Settlements): Row {
  const { plan, pay, closed, traded, served } = all;
  const price = traded.cleared.state.price;
  const { hardware } = plan.costs;
  const { soldTokens, proceedsUsd } = traded.operators;
  const n = plan.hours.length;
  const [cashed, capital, running] = [new Float64Array(n), new Float64Array(n), new Float64Array(n)];
  for (let o = 0; o < n; o++) {
    const hours = plan.hours[o]!;
    if (soldTokens[o]! > 0) cashed[o] = proceedsUsd[o]! * Math.min(1, pay.operatorTokens[o]! / soldTokens[o]!);
    capital[o] = hours * (hardware.fullPerHour[o]! - hardware.runningPerHour[o]!);
    if (hours > 0) running[o] = plan.runningUsd[o]!;
  }
  return {
    customerFundedUsd: sum(closed.customerFundedUsd),
    netSubsidyTokens: sum(closed.netSubsidyTokens),
    netSubsidyUsd: sum(closed.netSubsidyTokens) * price + sum(served.routed.grantUsd),
    grantUsd: sum(served.routed.grantUsd),
    subsidyUsdCashed: sum(cashed),
    holdingGainUsd: sum(before.operators.tokens) * (price - before.market.price),
    runningCostUsd: sum(running),
    fullCostUsd: sum(running) + sum(capital),
    ...verificationColumns(all),
  };
}

function verificationColumns({ audited, charges, bonds }: Settlements): Row {
  const proofCostUsd = sum(charges.proofUsd);
  return {
    auditCostUsd: sum(audited.costUsd),
    minerAuditCostUsd: Math.max(0, sum(charges.minerUsd) - proofCostUsd),
    proofCostUsd,
    checks: audited.checks,
    failedAudits: sum(audited.failedAudits),
    finalitySeconds: audited.finalitySeconds,
    bondedUsd: sum(bonds.heldUsd),
    slashedUsd: sum(audited.slashedUsd),
    rewardUsd: sum(audited.rewardUsd),
    jackpotUsd: sum(audited.jackpotUsd),
  };
}

/** Operators in each state, by its code. */
function counted(states: Uint8Array): Int32Array {
  const counts = new Int32Array(statusNames.length);
  for (let o = 0; o < states.length; o++) counts[states[o]!]! += 1;
  return counts;
}

/** Values of those who serve. */
function ofServing(values: Float64Array, serving: Uint8Array): Float64Array {
  const some = new Float64Array(values.length);
  let n = 0;
  for (let o = 0; o < values.length; o++) if (serving[o] === 1) some[n++] = values[o]!;
  return some.subarray(0, n);
}

function products(values: Float64Array, factors: Uint8Array): Float64Array {
  const made = new Float64Array(values.length);
  for (let o = 0; o < made.length; o++) made[o] = values[o]! * factors[o]!;
  return made;
}
