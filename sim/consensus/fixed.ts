import { floats } from "../core/arrays.ts";
import { zeros } from "../core/columns.ts";
import { emptyRows, sum } from "../core/matrix.ts";
import { mechanism } from "../core/slot.ts";
import type { Consensus, ConsensusInput, ConsensusResult } from "./contract.ts";
import { count } from "./electorate.ts";
import { electorate, type Electorate } from "./parameters.ts";
import { fallbackShares } from "./payout.ts";

/**
 * Equal pay for all who serve, whatever anybody finds of their work.
 *
 *   I_j = [j serves] / (number of those who serve),    D_i = a_i
 *
 * As in every kind nobody is paid where nobody holds stake. Weights are not looked at, and there are no bonds.
 * Source: docs/decisions/0006-economy-speed.md, equations 1 and 2.
 */
function fixedEpoch(parameters: Electorate, input: ConsensusInput): ConsensusResult {
  const { n } = input;
  const { masked: _, ...counted } = count("fixed", parameters, input);
  const { activeStake, stakeShare } = counted;
  const incentive = equalShares(input, sum(stakeShare) > 0);
  return {
    consensusWeight: incentive,
    validatorTrust: zeros(n),
    rank: incentive,
    incentive,
    dividend: activeStake,
    bonds: emptyRows(n, n),
    kept: null,
    fallback: fallbackShares(incentive, activeStake, activeStake, stakeShare),
    ...counted,
  };
}

/** [n] the same share for each uid that serves; all 0 where nobody is to be paid. */
function equalShares({ n, serving, permits }: ConsensusInput, paid: boolean): Float64Array {
  const shares = floats(n);
  let servers = 0;
  for (let j = 0; j < n; j++) {
    if (serving ? serving[j] !== 1 : permits[j] === 1) continue;
    shares[j] = 1;
    servers += 1;
  }
  const share = paid && servers > 0 ? 1 / servers : 0;
  for (let j = 0; j < n; j++) shares[j]! *= share;
  return shares;
}

export const fixed = mechanism(
  "fixed",
  "Control: every miner that serves gets the same incentive, I_j = [j serves] / number of those who serve, and validators " +
    "dividends by active stake. Pay does not depend on work, so nothing is scored and no weights are set. " +
    "Source: docs/decisions/0006-economy-speed.md, equations 1 and 2.",
  electorate,
  (parameters): Consensus => ({ ignoresWeights: true, epoch: (input) => fixedEpoch(parameters, input) }),
  ["minority"],
);
