/** Blocks after its registration in which a subnet cannot be removed: 180 days. */
const NETWORK_IMMUNITY_BLOCKS = 1_296_000;

/** What decides which subnet goes. */
export interface PrunableSubnet {
  readonly netuid: number;
  /** average price, TAO per alpha */
  readonly emaPrice: number;
  readonly registeredAt: number;
}

/**
 * The subnet that makes room for a new one: the lowest average price of those that are not immune, among equals the oldest.
 *
 * @param subnets all but root
 * @param block   now
 * @returns its netuid; null where all are immune
 * Source: docs/dtao.md, equation 14.
 */
export function subnetToPrune(
  subnets: readonly PrunableSubnet[],
  block: number,
  immunityBlocks = NETWORK_IMMUNITY_BLOCKS,
): number | null {
  const candidates = subnets.filter(({ registeredAt }) => block >= registeredAt + immunityBlocks);
  const [first] = candidates.sort((a, b) => a.emaPrice - b.emaPrice || a.registeredAt - b.registeredAt);
  return first?.netuid ?? null;
}
