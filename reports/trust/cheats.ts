import { meanOf, type Mean, type Share, shareOf } from "./interval.ts";
import type { MinerEpoch } from "./minerEpochs.ts";

/** Miners of one behaviour in the epochs in which they cheated. */
export interface Cheats {
  readonly behaviour: string;
  /** different miners, and epochs of theirs */
  readonly miners: number;
  readonly minerEpochs: number;
  /** audits of theirs that found it */
  readonly detection: Share;
  /** epochs with an audit that found it, of all */
  readonly exposure: Share;
  /** USD a day that one earned more than the honest twin; paired */
  readonly gainUsdPerDay: Mean;
  readonly incomeUsdPerDay: Mean;
  readonly slashedUsdPerDay: Mean;
}

/**
 * What cheating brought, by group of miners. A cheater's honest twin of an epoch is the mean of the honest miners on the same hardware
 * in that epoch: same prices, same demand, same pay to share.
 *
 * @param all serving miners of an arm in a window
 */
export function cheatsOf(all: readonly MinerEpoch[]): readonly Cheats[] {
  const twins = twinsOf(all);
  const behaviours = [...new Set(all.filter(({ cheating }) => cheating).map(({ behaviour }) => behaviour))].sort();
  return behaviours.map((behaviour) => {
    const own = all.filter((one) => one.cheating && one.behaviour === behaviour);
    const audits = own.reduce((sum, one) => sum + one.audits, 0);
    const failed = own.reduce((sum, one) => sum + one.failed, 0);
    const gains = own.flatMap((one) => {
      const twin = twins.get(twinKey(one));
      return twin === undefined ? [] : [one.netUsdPerDay - twin];
    });
    return {
      behaviour,
      miners: new Set(own.map(({ id }) => id)).size,
      minerEpochs: own.length,
      detection: shareOf(failed, audits),
      exposure: shareOf(own.filter((one) => one.failed > 0).length, own.length),
      gainUsdPerDay: meanOf(gains),
      incomeUsdPerDay: meanOf(own.map((one) => one.incomeUsdPerDay)),
      slashedUsdPerDay: meanOf(own.map((one) => one.slashedUsdPerDay)),
    };
  });
}

/** Audits of honest miners that failed them all the same. */
export function falseAccusations(all: readonly MinerEpoch[]): Share {
  const honest = all.filter(({ cheating }) => !cheating);
  return shareOf(
    honest.reduce((sum, one) => sum + one.failed, 0),
    honest.reduce((sum, one) => sum + one.audits, 0),
  );
}

const twinKey = ({ epoch, hardware }: MinerEpoch): string => `${epoch} ${hardware}`;

/** Mean net income of honest miners by epoch and hardware, USD a day. */
function twinsOf(all: readonly MinerEpoch[]): Map<string, number> {
  const sums = new Map<string, { usd: number; miners: number }>();
  for (const one of all) {
    if (one.cheating) continue;
    const tally = sums.get(twinKey(one)) ?? { usd: 0, miners: 0 };
    tally.usd += one.netUsdPerDay;
    tally.miners++;
    sums.set(twinKey(one), tally);
  }
  return new Map([...sums].map(([key, { usd, miners }]) => [key, usd / miners]));
}
