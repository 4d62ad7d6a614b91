import { ints } from "../../core/arrays.ts";
import { sum } from "../../core/matrix.ts";
import { circulatingOf } from "../../ledger.ts";
import { status, statusNames } from "../../membership/contract.ts";
import { joined } from "../../record/batch.ts";
import type { Row } from "../../record.ts";
import type { World } from "../../world.ts";
import { revenueOf } from "../serve.ts";
import type { Settlements } from "../settle.ts";

/** The row of the network, after its first cells. Columns are declared in record.ts. */
export function networkRow(first: Row, before: World, after: World, all: Settlements): Row {
  const { plan, work, agreed, members } = all;
  const { serving } = plan.work;
  const states = counted(after.operators.status);
  const counts = {
    day: plan.work.day,
    block: plan.from,
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
  };
  return joined(
    first,
    counts,
    qualityColumns(work.quality, agreed.incentive, serving),
    tokenColumns(after, all),
    serviceColumns(all),
    moneyColumns(before, all),
    verificationColumns(all),
  );
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

function moneyColumns(before: World, { plan, pay, closed, traded, served }: Settlements): Row {
  const price = traded.cleared.state.price;
  const { fullPerHour, runningPerHour } = plan.costs.hardware;
  const { soldTokens, proceedsUsd } = traded.operators;
  const netSubsidyTokens = sum(closed.netSubsidyTokens);
  const grantUsd = sum(served.routed.grantUsd);
  let [cashed, capital, running] = [0, 0, 0];
  for (let o = 0; o < plan.hours.length; o++) {
    const hours = plan.hours[o]!;
    if (soldTokens[o]! > 0) cashed += proceedsUsd[o]! * Math.min(1, pay.operatorTokens[o]! / soldTokens[o]!);
    capital += hours * (fullPerHour[o]! - runningPerHour[o]!);
    if (hours > 0) running += plan.runningUsd[o]!;
  }
  return {
    customerFundedUsd: sum(closed.customerFundedUsd),
    netSubsidyTokens,
    netSubsidyUsd: netSubsidyTokens * price + grantUsd,
    grantUsd,
    subsidyUsdCashed: cashed,
    holdingGainUsd: sum(before.operators.tokens) * (price - before.market.price),
    runningCostUsd: running,
    fullCostUsd: running + capital,
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
  const counts = ints(statusNames.length);
  for (let o = 0; o < states.length; o++) counts[states[o]!]! += 1;
  return counts;
}

/** True quality over those who serve: its mean, and weighted by incentive. */
function qualityColumns(quality: Float64Array, incentive: Float64Array, serving: Uint8Array): Row {
  let [count, total, weight, weighted] = [0, 0, 0, 0];
  for (let o = 0; o < serving.length; o++) {
    // Weights that are used late may pay who has stopped since; nobody measured its quality.
    if (serving[o] !== 1) continue;
    count++;
    total += quality[o]!;
    if (!(incentive[o]! > 0)) continue;
    weighted += quality[o]! * incentive[o]!;
    weight += incentive[o]!;
  }
  return {
    meanQuality: count > 0 ? total / count : NaN,
    rewardedQuality: weight > 0 ? weighted / weight : NaN,
  };
}
