import { sum } from "../core/matrix.ts";
import { mean, weightedMean } from "../core/stats.ts";
import { circulatingOf } from "../ledger.ts";
import { owns, status, statusNames } from "../membership/contract.ts";
import type { Row, Rows } from "../record.ts";
import type { Rules } from "../rules.ts";
import { evidenceOf, lessonOf, looksOf } from "../task/evidence.ts";
import { epochsOldOf, formOf, substitutedShare } from "../task/substitution.ts";
import type { World } from "../world.ts";
import { foundUsd } from "./bonds.ts";
import { revenueOf } from "./serve.ts";
import type { Settlements } from "./settle.ts";

/** What every row starts with. */
interface Key {
  readonly arm: string;
  readonly epoch: number;
  readonly subnet: number;
}

/** The rows of an epoch for all tables, as rows of one arm. Columns are declared in record.ts. */
export function rowsOf(rules: Rules, before: World, after: World, all: Settlements, arm: string): Rows {
  const key = { arm, epoch: before.epoch, subnet: 0 };
  return {
    epochs: [{ ...key, ...networkRow(rules, before, after, all) }],
    segments: segmentRows(rules, before, all, key),
    flows: all.books.transfers.map(({ ledger, from, to, why, amount }) => ({ ...key, ledger, from, to, why, amount })),
    miners: minerRows(rules, before, all, key),
    validators: validatorRows(rules, before, all, key),
    operators: operatorRows(rules, before, after, all, key),
    audits: auditRows(rules, all, key),
  };
}

function networkRow(rules: Rules, before: World, after: World, all: Settlements): Row {
  const { plan, work, agreed, members } = all;
  const { serving } = plan.work;
  const count = (holds: (state: number) => boolean) =>
    after.operators.status.reduce((n, state) => n + (holds(state) ? 1 : 0), 0);
  return {
    day: plan.work.day,
    block: plan.from,
    ...tokenColumns(after, all),
    serving: sum(serving),
    owning: count(owns),
    elsewhere: count((state) => state === status.elsewhere),
    off: count((state) => state === status.off),
    ordered: count((state) => state === status.ordered),
    entered: members.entered.length,
    stopped: members.stopped.length,
    left: members.left.length,
    pruned: all.places.pruned,
    working: sum(before.validators.working),
    audits: plan.work.audits.miners.length,
    trainedSteps: sum(work.steps),
    hours: sum(plan.hours),
    capacity: sum(plan.capacity),
    meanQuality: mean(work.quality.filter((_, o) => serving[o] === 1)),
    // Weights that are used late may pay who has stopped since; nobody measured its quality.
    rewardedQuality: weightedMean(
      work.quality,
      agreed.incentive.map((share, o) => share * serving[o]!),
    ),
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
  const { hardware } = rules.roster.operators;
  const { soldTokens, proceedsUsd } = traded.operators;
  const cashed = proceedsUsd.map((usd, o) =>
    soldTokens[o]! > 0 ? usd * Math.min(1, pay.operatorTokens[o]! / soldTokens[o]!) : 0,
  );
  const capital = plan.hours.map((hours, o) => hours * (hardware.fullPerHour[o]! - hardware.runningPerHour[o]!));
  const running = plan.runningUsd.map((usd, o) => (plan.hours[o]! > 0 ? usd : 0));
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

function segmentRows({ demand }: Rules, before: World, { served }: Settlements, { arm, epoch, subnet }: Key): Row[] {
  const { wanted } = served;
  return demand.segments.map((segment, k) => ({
    arm,
    epoch,
    subnet,
    segment,
    belief: before.beliefs[k]!,
    networkShare: wanted.networkShare[k]!,
    cloudShare: wanted.cloudShare[k]!,
    nothingShare: wanted.nothingShare[k]!,
    surplusUsd: wanted.surplusUsd[k]!,
    wanted: wanted.requests[k]!,
    served: served.servedBySegment[k]!,
    serviceValueUsd: served.valueUsd[k]!,
  }));
}

function minerRows(
  { roster }: Rules,
  before: World,
  { plan, work, audited, agreed, pay, served, settled, charges }: Settlements,
  { arm, epoch, subnet }: Key,
): Row[] {
  const { ids, behaviourKinds } = roster.operators;
  const audits = countsOf(plan.work.audits.miners, ids.length);
  const rows: Row[] = [];
  for (let o = 0; o < ids.length; o++) {
    if (plan.work.serving[o] !== 1) continue;
    rows.push({
      arm,
      epoch,
      subnet,
      id: ids[o]!,
      uid: before.subnets[0]!.operatorUid[o]!,
      behaviour: behaviourKinds[o]!,
      planned: plan.work.steps[o]!,
      steps: work.steps[o]!,
      serves: ids[plan.work.serves[o]!]!,
      form: formOf(plan.work, o),
      formShare: substitutedShare(plan.work, o),
      epochsOld: epochsOldOf(plan.work, o),
      lesson: lessonOf(plan.work, o),
      artefact: work.artefact[o]!,
      cheating: plan.cheating[o]!,
      believedAudits: before.operators.believedAudits[o]!,
      believedDetection: before.operators.believedDetection[o]!,
      audits: audits[o]!,
      flags: audited.flags[o]!,
      quality: work.quality[o]!,
      servedQuality: work.servedQuality[o]!,
      consensusWeight: agreed.consensusWeight[o]!,
      incentive: agreed.incentive[o]!,
      payTokens: pay.operatorTokens[o]!,
      requests: served.routed.served[o]!,
      feesUsd: settled.operatorUsd[o]!,
      failedAudits: audited.failedAudits[o]!,
      bondUsd: before.operators.bondUsd[o]!,
      slashedUsd: audited.slashedUsd[o]!,
      verificationUsd: charges.minerUsd[o]!,
    });
  }
  return rows;
}

/** How often each of n indices is there. */
function countsOf(indices: Int32Array, n: number): Int32Array {
  const counts = new Int32Array(n);
  for (const i of indices) counts[i]! += 1;
  return counts;
}

function validatorRows(
  { roster }: Rules,
  before: World,
  { plan, agreed, pay, settled, audited, bribes }: Settlements,
  { arm, epoch, subnet }: Key,
): Row[] {
  const audits = countsOf(plan.work.audits.validators, roster.validators.ids.length);
  return roster.validators.ids.map((id, v) => ({
    arm,
    epoch,
    subnet,
    id,
    uid: before.subnets[0]!.validatorUid[v]!,
    behaviour: roster.validators.behaviourKinds[v]!,
    working: before.validators.working[v]!,
    audits: audits[v]!,
    revealed: agreed.mechanisms.some(({ revealed }) => revealed[v] === 1) ? 1 : 0,
    stake: before.validators.stake[v]!,
    validatorTrust: agreed.validatorTrust[v]!,
    dividend: agreed.dividend[v]!,
    payTokens: pay.validatorTokens[v]!,
    feesUsd: settled.validatorUsd[v]!,
    auditCostUsd: audited.costUsd[v]!,
    rewardUsd: foundUsd(audited, v),
    bribeUsd: bribes.receivedUsd[v]!,
  }));
}

function operatorRows(
  { roster }: Rules,
  before: World,
  after: World,
  all: Settlements,
  { arm, epoch, subnet }: Key,
): Row[] {
  const { plan, closed, served, traded, members, books, outsideUsd, bribes } = all;
  const { ids, groups, hardwareNames, behaviourKinds, hardware } = roster.operators;
  const price = traded.cleared.state.price;
  const rows: Row[] = [];
  for (let o = 0; o < ids.length; o++) {
    const [was, is] = [before.operators.status[o]!, after.operators.status[o]!];
    if (was === status.candidate && is === status.candidate) continue;
    if (was === status.gone) continue;
    rows.push({
      arm,
      epoch,
      subnet,
      id: ids[o]!,
      group: groups[o]!,
      hardware: hardwareNames[o]!,
      behaviour: behaviourKinds[o]!,
      status: statusNames[is]!,
      served: plan.work.serving[o]!,
      ageDays: after.operators.ageDays[o]!,
      hours: plan.hours[o]!,
      incomePerHour: members.incomePerHour[o]!,
      runningPerHour: hardware.runningPerHour[o]!,
      fullPerHour: hardware.fullPerHour[o]!,
      customerFundedUsd: closed.customerFundedUsd[o]!,
      netSubsidyUsd: closed.netSubsidyTokens[o]! * price + served.routed.grantUsd[o]!,
      outsideUsd: outsideUsd[o]!,
      runningCostUsd: plan.runningUsd[o]!,
      maintenanceUsd: plan.maintenanceUsd[o]!,
      capitalUsd: members.purchaseUsd[o]! - members.scrapUsd[o]!,
      bribeUsd: bribes.paidUsd[o]!,
      equityUsd: books.equityUsd[o]!,
      usd: after.operators.usd[o]!,
      tokens: after.operators.tokens[o]!,
    });
  }
  return rows;
}

function auditRows({ roster }: Rules, { plan, work, audited }: Settlements, { arm, epoch, subnet }: Key): Row[] {
  const { validators, miners } = plan.work.audits;
  const looks = looksOf(plan.work.audits).join(" ");
  return Array.from(validators, (v, k) => ({
    arm,
    epoch,
    subnet,
    validator: roster.validators.ids[v]!,
    miner: roster.operators.ids[miners[k]!]!,
    found: work.found[k]!,
    failed: audited.failed[k]!,
    questions: plan.work.audits.publicQuestions ? "public" : "own",
    looks,
    ...evidenceOf(work.evidence, k),
  }));
}
