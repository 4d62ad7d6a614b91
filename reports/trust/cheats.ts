import { meanOf, type Mean, type Share, shareOf } from "./interval.ts";
import { twinKey, type MinerEpoch } from "./minerEpochs.ts";

/** Miners of a group that may cheat, in the epochs in which they did. */
export interface Cheats {
  readonly behaviour: string;
  /** different miners, and epochs of theirs */
  readonly miners: number;
  readonly minerEpochs: number;
  /** those epochs, of all in which they served */
  readonly cheating: Share;
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
 * What cheating brought, by group of miners. A cheater's honest twin of an epoch is the mean of the honest miners with as many
 * units of the same hardware in that epoch: same prices, same demand, same pay to share.
 *
 * @param all serving miners of an arm in a window
 */
export function cheatsOf(all: readonly MinerEpoch[]): readonly Cheats[] {
  const twins = twinsOf(all);
  const behaviours = [...new Set(all.filter(({ mayCheat }) => mayCheat).map(({ behaviour }) => behaviour))].sort();
  return behaviours.map((behaviour) => {
    const served = all.filter((one) => one.behaviour === behaviour);
    const own = served.filter(({ cheating }) => cheating);
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
      cheating: shareOf(own.length, served.length),
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

/** Mean net income of honest miners by twin key, USD a day. */
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
