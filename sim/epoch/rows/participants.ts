import { bytes, floats, ints } from "../../core/arrays.ts";
import { status, statusNames } from "../../membership/contract.ts";
import type { Batch } from "../../record.ts";
import { codesOf, everyPlace, type Texts } from "../../record/batch.ts";
import type { Rules } from "../../rules.ts";
import { SERVED_FORMS, type Lesson } from "../../task/contract.ts";
import { evidenceColumns, looksOf } from "../../task/evidence.ts";
import type { World } from "../../world.ts";
import type { Settlements } from "../settle.ts";

/** What every row starts with. */
export interface Key {
  readonly arm: string;
  readonly epoch: number;
  readonly subnet: number;
}

const LESSONS: readonly Lesson[] = ["own", "public", "flipped"];

/** Columns of audits that looked at quality alone. */
const NOTHING_SEEN = Object.fromEntries(evidenceColumns.map((column) => [column, NaN]));

/** Serving miners. */
export function minerBatch(
  { roster }: Rules,
  before: World,
  { plan, work, audited, agreed, pay, served, settled, charges }: Settlements,
  key: Key,
): Batch {
  const { ids, behaviourKinds } = roster.operators;
  const { serving, serves, substitution, lessons, steps, audits } = plan.work;
  return {
    places: placesOf(serving),
    columns: {
      id: codesOf(ids),
      uid: before.subnets[0]!.operatorUid,
      behaviour: codesOf(behaviourKinds),
      planned: steps,
      steps: work.steps,
      serves: { codes: serves, texts: ids },
      form: substitution ? namedIn(SERVED_FORMS, substitution.form) : "honest",
      formShare: substitution?.share ?? 0,
      epochsOld: substitution?.epochsOld ?? 0,
      lesson: lessons ? namedIn(LESSONS, lessons) : "own",
      artefact: work.artefact,
      cheating: plan.cheating,
      believedAudits: before.operators.believedAudits,
      believedDetection: before.operators.believedDetection,
      audits: countsOf(audits.miners, ids.length),
      flags: audited.flags,
      quality: work.quality,
      servedQuality: work.servedQuality,
      consensusWeight: agreed.consensusWeight,
      incentive: agreed.incentive,
      payTokens: pay.operatorTokens,
      requests: served.routed.served,
      feesUsd: settled.operatorUsd,
      failedAudits: audited.failedAudits,
      bondUsd: before.operators.bondUsd,
      slashedUsd: audited.slashedUsd,
      verificationUsd: charges.minerUsd,
    },
    ...key,
  };
}

export function validatorBatch(
  { roster }: Rules,
  before: World,
  { plan, agreed, pay, settled, audited, bribes }: Settlements,
  key: Key,
): Batch {
  const { ids, behaviourKinds } = roster.validators;
  const revealed = bytes(ids.length);
  const rewardUsd = floats(ids.length);
  for (let v = 0; v < ids.length; v++) {
    revealed[v] = agreed.mechanisms.some((mechanism) => mechanism.revealed[v] === 1) ? 1 : 0;
    rewardUsd[v] = audited.rewardUsd[v]! + audited.jackpotUsd[v]!;
  }
  return {
    places: everyPlace(ids.length),
    columns: {
      id: codesOf(ids),
      uid: before.subnets[0]!.validatorUid,
      behaviour: codesOf(behaviourKinds),
      working: before.validators.working,
      audits: countsOf(plan.work.audits.validators, ids.length),
      revealed,
      stake: before.validators.stake,
      validatorTrust: agreed.validatorTrust,
      dividend: agreed.dividend,
      payTokens: pay.validatorTokens,
      feesUsd: settled.validatorUsd,
      auditCostUsd: audited.costUsd,
      rewardUsd,
      bribeUsd: bribes.receivedUsd,
    },
    ...key,
  };
}

/** Operators that own or have ordered hardware, or left in the epoch. */
export function operatorBatch(
  { roster, workload }: Rules,
  before: World,
  { operators }: World,
  { plan, closed, served, traded, members, books, outsideUsd, bribes }: Settlements,
  key: Key,
): Batch {
  const { ids, groups, hardwareNames, behaviourKinds } = roster.operators;
  const { hardware } = plan.costs;
  const price = traded.cleared.state.price;
  const { grantUsd } = served.routed;
  const [netSubsidyUsd, capitalUsd] = [floats(ids.length), floats(ids.length)];
  const optionCodes = bytes(ids.length);
  for (let o = 0; o < ids.length; o++) {
    optionCodes[o] = operators.workload[o]! + 1;
    netSubsidyUsd[o] = closed.netSubsidyTokens[o]! * price + grantUsd[o]!;
    capitalUsd[o] = members.purchaseUsd[o]! - members.scrapUsd[o]!;
  }
  return {
    places: placesKnown(before.operators.status, operators.status),
    columns: {
      id: codesOf(ids),
      group: codesOf(groups),
      hardware: codesOf(hardwareNames),
      behaviour: codesOf(behaviourKinds),
      status: { codes: operators.status, texts: statusNames },
      served: plan.work.serving,
      ageDays: operators.ageDays,
      hours: plan.hours,
      capacity: plan.capacity,
      incomePerHour: members.incomePerHour,
      runningPerHour: hardware.runningPerHour,
      fullPerHour: hardware.fullPerHour,
      customerFundedUsd: closed.customerFundedUsd,
      netSubsidyUsd,
      outsideUsd,
      runningCostUsd: plan.runningUsd,
      maintenanceUsd: plan.maintenanceUsd,
      capitalUsd,
      bribeUsd: bribes.paidUsd,
      equityUsd: books.equityUsd,
      usd: operators.usd,
      tokens: operators.tokens,
      workload: { codes: optionCodes, texts: ["", ...workload.options.map(({ name }) => name)] },
    },
    ...key,
  };
}

export function auditBatch({ roster }: Rules, { plan, work, audited }: Settlements, key: Key): Batch {
  const { validators, miners, publicQuestions } = plan.work.audits;
  return {
    places: everyPlace(validators.length),
    columns: {
      validator: { codes: validators, texts: roster.validators.ids },
      miner: { codes: miners, texts: roster.operators.ids },
      found: work.found,
      failed: audited.failed,
      questions: publicQuestions ? "public" : "own",
      looks: looksOf(plan.work.audits).join(" "),
      ...(work.evidence ?? NOTHING_SEEN),
    },
    ...key,
  };
}

/** Places where a mark is 1. */
function placesOf(marks: Uint8Array): Int32Array {
  const places = ints(marks.length);
  let n = 0;
  for (let o = 0; o < marks.length; o++) if (marks[o] === 1) places[n++] = o;
  return places.subarray(0, n);
}

/** Places of those who were no candidates throughout, and were not gone. */
function placesKnown(was: Uint8Array, is: Uint8Array): Int32Array {
  const places = ints(was.length);
  let n = 0;
  for (let o = 0; o < was.length; o++) {
    const stranger = was[o] === status.candidate && is[o] === status.candidate;
    if (!stranger && was[o] !== status.gone) places[n++] = o;
  }
  return places.subarray(0, n);
}

/** How often each of n indices is there. */
function countsOf(indices: Int32Array, n: number): Int32Array {
  const counts = ints(n);
  for (let k = 0; k < indices.length; k++) counts[indices[k]!]! += 1;
  return counts;
}

/** Texts of a short list by their places in it. */
function namedIn<T extends string>(texts: readonly T[], list: readonly T[]): Texts {
  const codes = bytes(list.length);
  for (let o = 0; o < list.length; o++) codes[o] = texts.indexOf(list[o]!);
  return { codes, texts };
}
