import { times } from "../core/columns.ts";
import { sum } from "../core/matrix.ts";
import type { Rules } from "../rules.ts";
import type { Emitted } from "./emit.ts";
import type { Agreed } from "./vote.ts";

/** Who receives the new tokens. */
export interface Pay {
  readonly operatorTokens: Float64Array;
  readonly validatorTokens: Float64Array;
  readonly ownerTokens: number;
  /** to stakers on root, and what they would get if root were paid: recycled, now and without the taper */
  readonly rootTokens: number;
  readonly recycledTokens: number;
  readonly untaperedRecycled: number;
  /** miners' pay that validators burn */
  readonly burnedTokens: number;
  /** what participants really are paid, all of it */
  readonly mintedTokens: number;
  /** tokens that would have gone to miners, had there been any with incentive */
  readonly vacantTokens: number;
}

/**
 * Splits new tokens between owner, miners (by incentive) and validators (by dividend). Where no miner has incentive the
 * validators receive the miners' part too; what nobody can receive is not minted. Stakers on root have a part of validators'
 * half where the emission says so; it is recycled where they are not paid. What validators burn of miners' part nobody receives.
 * Source: docs/yuma.md, "What is paid"; docs/economy.md, "Split".
 */
export function pay(
  { split }: Rules,
  { minted, untapered, injected }: Emitted,
  { incentive, dividend, burnedShare }: Agreed,
): Pay {
  const minersExist = sum(incentive) > 0;
  const ofMiners = split.miners * minted;
  const burnedTokens = burnedShare * ofMiners;
  const minersPot = ofMiners - burnedTokens;
  const { rootShare, rootPaid } = injected;
  const ofValidators = split.validators * minted;
  const ofRoot = ofValidators * rootShare;
  const validatorsPot = ofValidators - ofRoot + (minersExist ? 0 : minersPot);
  const operatorTokens = times(minersPot, incentive);
  const validatorTokens = times(validatorsPot, dividend);
  const ownerTokens = split.owner * minted;
  const rootTokens = ofRoot * rootPaid;
  return {
    operatorTokens,
    validatorTokens,
    ownerTokens,
    rootTokens,
    recycledTokens: ofRoot * (1 - rootPaid),
    untaperedRecycled: split.validators * untapered * rootShare * (1 - rootPaid),
    burnedTokens,
    mintedTokens: ownerTokens + rootTokens + sum(operatorTokens) + sum(validatorTokens),
    vacantTokens: minersExist ? 0 : minersPot,
  };
}
