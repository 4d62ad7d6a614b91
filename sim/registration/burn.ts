import { copyOf, floats } from "../core/arrays.ts";
import { z } from "zod";
import { flags } from "../core/matrix.ts";
import { mechanism, type Fault } from "../core/slot.ts";
import { blocks, tokens } from "../units.ts";
import type { Registration, RegistrationInput, Registrations, Uids } from "./contract.ts";
import { prunableUids, uidToPrune, type Pruning } from "./pruning.ts";
import { decayFactorQ32, priceAfterBlocks, priceAfterRegistration, type PriceRule } from "./registrationPrice.ts";

/** Smallest parts of a token, in which the price is a whole number. */
const PARTS_PER_TOKEN = 1e9;

const multiplierExpected = "expected a number, 1 or more";
const floorExpected = "expected a whole number of uids, 0 or more";

/**
 * A price in tokens that rises with every registration and decays with every block; in a full subnet a newcomer takes the
 * uid of who was paid least.
 *
 *   P(b + 1) = clip(f P(b), min, max),  f^h = 1/2        P after a registration = clip(m P, min, max)
 *
 * Source: docs/economy.md, "Registration"; opentensor/subtensor, `update_registration_prices_for_networks` and
 * `get_neuron_to_prune`.
 */
export const burn = mechanism(
  "burn",
  "A price in tokens that every registration multiplies and every block decays, paid and recycled; in a full subnet a newcomer takes the uid of the holder with the lowest emission of the last epoch, immune ones last. Source: docs/economy.md, Registration; opentensor/subtensor.",
  {
    start: tokens.prefault(1).describe("tokens that a registration costs at the start of the run"),
    min: tokens.prefault(0.0005).describe("least tokens that it costs"),
    max: tokens.prefault(100).describe("most tokens that it costs"),
    halfLifeBlocks: blocks
      .min(1, { error: () => "expected a whole number of blocks, 1 or more" })
      .default(360)
      .describe("blocks in which the price halves"),
    multiplier: z
      .number({ error: () => multiplierExpected })
      .min(1, { error: () => multiplierExpected })
      .default(1.26)
      .describe("what a registration multiplies the price by"),
    immunityBlocks: blocks.default(5000).describe("blocks after registration in which a uid is immune"),
    minNonImmune: z
      .int({ error: () => floorExpected })
      .min(0, { error: () => floorExpected })
      .default(10)
      .describe("floor of uids that are not immune; where there are no more, immune ones are replaced"),
  },
  ({ start, min, max, halfLifeBlocks, multiplier, immunityBlocks, minNonImmune }): Registration => {
    const decayFactor = decayFactorQ32(halfLifeBlocks) / 2 ** 32;
    const rule: PriceRule = { decayFactor, multiplier, min, max, partsPerToken: PARTS_PER_TOKEN };
    const pruning = (uids: Uids, block: number): Pruning => ({ block, immunityBlocks, minNonImmune, ...uids });
    return {
      opening: { priceTokens: start, block: 0 },
      replaceable: (uids, block) => prunableUids(pruning(open(uids), block)),
      expectedUsd(state, block, usdPerToken, count) {
        let price = priceAfterBlocks(rule, state.priceTokens, block - state.block);
        const usd = floats(count);
        for (let k = 0; k < count; k++) {
          usd[k] = price * usdPerToken;
          price = priceAfterRegistration(rule, price);
        }
        return usd;
      },
      register: (input) => register(rule, input, (uids) => uidToPrune(pruning(uids, input.block))),
    };
  },
  [],
  boundsFit,
);

function register(
  rule: PriceRule,
  { state, uids, block, usdPerToken, newcomers }: RegistrationInput,
  replacement: (uids: Uids) => number | null,
): Registrations {
  const rest = newcomers > 0 ? open(uids) : uids;
  let price = priceAfterBlocks(rule, state.priceTokens, block - state.block);
  const given: number[] = [];
  const paidUsd: number[] = [];
  for (let k = 0; k < newcomers; k++) {
    const free = rest.taken.indexOf(0);
    const uid = free >= 0 ? free : replacement(rest);
    if (uid === null) break;
    hold(rest, uid);
    given.push(uid);
    paidUsd.push(price * usdPerToken);
    price = priceAfterRegistration(rule, price);
  }
  return { state: { priceTokens: price, block }, uids: given, paidUsd };
}

/** A copy to give uids away from. Free ones are nobody's, so that nobody is replaced there. */
function open(uids: Uids): Uids {
  const { taken, protectedUids } = uids;
  return {
    ...uids,
    taken: copyOf(taken),
    protectedUids: flags(taken.length, (uid) => taken[uid] !== 1 || protectedUids[uid] === 1),
  };
}

/** Whoever has just come is not replaced at the same block by the next. Writes the copy. */
function hold({ taken, protectedUids }: Uids, uid: number): void {
  taken[uid] = 1;
  protectedUids[uid] = 1;
}

function boundsFit({ start, min, max }: { start: number; min: number; max: number }): readonly Fault[] {
  if (max < min) return [{ path: "max", message: `expected at least min, ${min} tokens` }];
  if (start < min || start > max)
    return [{ path: "start", message: `expected a price within min and max, ${min} to ${max} tokens` }];
  return [];
}
