import { sum } from "../core/matrix.ts";
import type { Rules } from "../rules.ts";
import type { Emitted } from "./emit.ts";
import type { Agreed } from "./vote.ts";

/** Who receives the new tokens. */
export interface Pay {
  readonly operatorTokens: Float64Array;
  readonly validatorTokens: Float64Array;
  readonly ownerTokens: number;
  /** all of it: what really is minted */
  readonly mintedTokens: number;
  /** tokens that would have gone to miners, had there been any with incentive */
  readonly vacantTokens: number;
}

/**
 * Splits new tokens between owner, miners (by incentive) and validators (by dividend). Where no miner has incentive the
 * validators receive the miners' part too; what nobody can receive is not minted.
 * Source: docs/yuma.md, "What is paid"; docs/economy.md, "Split".
 */
export function pay({ split }: Rules, { minted }: Emitted, { incentive, dividend }: Agreed): Pay {
  const minersExist = sum(incentive) > 0;
  const minersPot = split.miners * minted;
  const validatorsPot = split.validators * minted + (minersExist ? 0 : minersPot);
  const operatorTokens = incentive.map((share) => minersPot * share);
  const validatorTokens = dividend.map((share) => validatorsPot * share);
  const ownerTokens = split.owner * minted;
  return {
    operatorTokens,
    validatorTokens,
    ownerTokens,
    mintedTokens: ownerTokens + sum(operatorTokens) + sum(validatorTokens),
    vacantTokens: minersExist ? 0 : minersPot,
  };
}
