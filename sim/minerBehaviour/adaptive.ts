import { emaWeight } from "../core/clock.ts";
import { mechanism } from "../core/slot.ts";
import { duration, fraction } from "../units.ts";
import { cheat, cheating } from "./cheat.ts";
import type { AtStake, Beliefs, MinerBehaviour, MinerChoice } from "./contract.ts";

/**
 * Cheats in an epoch iff it expects to gain by that, and is honest otherwise.
 *
 *   saved > p d (R + S)       p' = p + a ([audited] - p)       d' = d + a ([found out] - d)       a = 1 - exp(-Delta / tau)
 *
 * with p, d what it believes of audits and of their power, R the pay it would lose and S its bond. p follows each epoch in
 * which it serves, d those in which it was audited and cheated: who never cheats learns nothing of the power of audits.
 * Until it has had an epoch's pay R is unknown, and it is honest. Source: docs/economy.md, equation 79.
 */
export const adaptive = mechanism(
  "adaptive",
  "Cheats in an epoch iff what that saves is more than p d (R + S): p and d are its moving averages of how often its serving " +
    "epochs were audited and how often an audited epoch of cheating was found out, R its last pay and S its bond. To cheat is to " +
    "answer as a substitutor does, to train less, or both; else it is honest. Source: docs/economy.md, equation 79.",
  {
    ...cheat,
    form: cheat.form
      .optional()
      .describe("what it answers with when it cheats; left out: its model, and it only trains less"),
    memory: duration
      .prefault("28 days")
      .describe("tau: time constant of what it believes; 0 days keeps only the last epoch"),
    audits: fraction.default(1).describe("share of epochs with an audit that it believes in at first"),
    detection: fraction
      .default(1)
      .describe("share of audited epochs of cheating found out that it believes in at first"),
  },
  ({ form, audits, detection, memory, ...rest }, { clock }): MinerBehaviour => {
    const weight = emaWeight(clock.epochSeconds, memory);
    const cheat =
      form === undefined
        ? ({ self }: { readonly self: number }): MinerChoice => ({ effort: rest.effort, serves: self })
        : cheating({ form, ...rest }, clock);
    return {
      choose(view) {
        const tempting = cheat(view);
        const { beliefs, stakes } = view;
        return savedUsd(tempting, stakes) > expectedLossUsd(beliefs, stakes)
          ? tempting
          : { effort: 1, serves: view.self };
      },
      experience: {
        opening: { audits, detection },
        learn: (beliefs, { audited, cheated, failed }) => ({
          audits: toward(beliefs.audits, audited, weight),
          detection: audited && cheated ? toward(beliefs.detection, failed, weight) : beliefs.detection,
        }),
      },
    };
  },
  [],
  ({ form, effort }) =>
    form === undefined && effort === 1
      ? [{ path: "effort", message: "expected less than 1, or a form: with neither there is nothing to cheat with" }]
      : [],
);

/** Running cost that a choice spares. */
function savedUsd({ effort, substitute }: MinerChoice, { trainingUsd, servingUsd }: AtStake): number {
  const spared = substitute ? substitute.share * (1 - substitute.compute) : 0;
  return (1 - effort) * trainingUsd + spared * servingUsd;
}

/** p d (R + S) */
const expectedLossUsd = ({ audits, detection }: Beliefs, { incomeUsd, bondUsd }: AtStake): number =>
  audits * detection * (incomeUsd + bondUsd);

const toward = (believed: number, happened: boolean, weight: number): number =>
  believed + weight * ((happened ? 1 : 0) - believed);
