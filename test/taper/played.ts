import { emission as emissions } from "../../sim/emission/index.ts";
import { mintTapered, type Emitted } from "../../sim/schedule/tapered.ts";
import { taper as tapers } from "../../sim/taper/index.ts";
import { inputsOf } from "../emission/play.ts";
import { dailyContext } from "../laws/kinds.ts";

/** A rule as a scenario writes it. */
export type Written = { kind: string } & Record<string, unknown>;

/** What a settlement and customers do in every epoch. */
interface World {
  readonly remintedPerBlock?: number;
  readonly revenueUsdPerDay?: number;
}

/** An emission times a taper, played alone from a first issuance on, in epochs that end at the given blocks. */
export function played(
  written: { readonly emission: Written; readonly taper: Written },
  ends: readonly number[],
  opening = 0,
  { remintedPerBlock = 0, revenueUsdPerDay = 0 }: World = {},
): readonly Emitted[] {
  const emission = emissions.build(emissions.schema.parse(written.emission), dailyContext);
  const taper = tapers.build(tapers.schema.parse(written.taper), dailyContext);
  const epochs: Emitted[] = [];
  let [minted, shadowMinted, from] = [0, 0, 0];
  let emissionMemory = emission.memory?.opening ?? [];
  let memory = taper.memory?.opening ?? [];
  for (const to of ends) {
    const issued = {
      issuance: opening + minted,
      shadowIssuance: opening + shadowMinted,
      minted,
      shadowMinted,
      emissionMemory,
    };
    const seen = { revenueUsdPerDay, memory };
    const epoch = mintTapered({ emission, taper }, issued, { from, to, inputs: inputsOf({}), seen, remintedPerBlock });
    epochs.push(epoch);
    minted += epoch.minted;
    shadowMinted += epoch.untapered;
    emissionMemory = epoch.memory;
    memory = epoch.taperMemory;
    from = to;
  }
  return epochs;
}

/** Ends of `count` epochs of some blocks each. */
export const every = (blocks: number, count: number): readonly number[] =>
  Array.from({ length: count }, (_, k) => (k + 1) * blocks);

export const total = (epochs: readonly Emitted[]): number => epochs.reduce((all, { minted }) => all + minted, 0);
