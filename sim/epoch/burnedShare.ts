import type { ValidatorPolicy } from "../validatorBehaviour/contract.ts";
import type { Validators } from "../world.ts";

/**
 * Share of miners' pay that one mechanism burns: the mean of what validators would burn, by the stake with which they score.
 * Who takes its weights from elsewhere or knows too little (NaN) has no say; 0 where nobody has.
 *
 * @param burned   [validators] as scoring returns it; undefined for a rule that burns nothing
 * @param policies [validators] a bribed validator scores with what its bribe leaves
 */
export function burnedShare(
  burned: Float64Array | undefined,
  { stake, working }: Pick<Validators, "stake" | "working">,
  policies: readonly ValidatorPolicy[],
): number {
  if (!burned) return 0;
  let all = 0;
  let total = 0;
  for (let v = 0; v < burned.length; v++) {
    if (working[v] !== 1 || Number.isNaN(burned[v]!)) continue;
    const says = stake[v]! * ownShare(policies[v]!);
    all += says;
    total += says * burned[v]!;
  }
  return all > 0 ? total / all : 0;
}

/** How much of a validator's row comes from its own scores. */
const ownShare = ({ row, bribe }: ValidatorPolicy): number => (row === null ? 1 : bribe ? 1 - bribe.share : 0);
