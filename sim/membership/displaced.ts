import { copyOf } from "../core/arrays.ts";
import { status, type Hardware, type Members, type Standing } from "./contract.ts";
import { payPerHour, share } from "./income.ts";

/**
 * Members once newcomers have taken the uids of some: whoever served, or was about to, is switched off; the others keep
 * doing what they do, without a uid. The pay is then shared by those who still serve.
 *
 * @param before [operators] status before the epoch
 * @param displaced roster indices of those who lost their uid
 * Source: docs/economy.md, "Registration".
 */
export function displace(
  members: Members,
  hardware: Hardware,
  before: Uint8Array,
  displaced: readonly number[],
): Members {
  const off = displaced.filter((o) => members.standing.status[o] === status.serving);
  if (off.length === 0) return members;
  const next = draftOf(members.standing);
  const together = payPerHour(hardware, next);
  for (const o of off) {
    next.status[o] = status.off;
    next.below[o] = 0;
    next.above[o] = 0;
    next.idleEpochs[o] = 0;
  }
  share(hardware, next, together);
  const stopped = off.filter((o) => before[o] === status.serving);
  return {
    ...members,
    standing: next,
    entered: members.entered.filter((o) => !off.includes(o)),
    stopped: [...members.stopped, ...stopped].sort((a, b) => a - b),
  };
}

function draftOf(standing: Standing): { -readonly [Name in keyof Standing]: Standing[Name] } {
  return {
    ...standing,
    status: copyOf(standing.status),
    below: copyOf(standing.below),
    above: copyOf(standing.above),
    idleEpochs: copyOf(standing.idleEpochs),
    feesPerHour: copyOf(standing.feesPerHour),
    subsidyPerHour: copyOf(standing.subsidyPerHour),
    groupFees: copyOf(standing.groupFees),
    groupSubsidy: copyOf(standing.groupSubsidy),
  };
}
