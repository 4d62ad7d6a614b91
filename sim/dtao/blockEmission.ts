/** Parts of a token, TAO or alpha; amounts in this folder are whole units. */
export const UNITS_PER_TOKEN = 1_000_000_000;
/** Most units that TAO, and each subnet's alpha, may ever have: 21 million tokens. */
export const MOST_UNITS = 21_000_000_000_000_000n;
/** Units that a block mints before the first halving: one token. */
const UNITS_PER_BLOCK = 1_000_000_000;
/** An issuance that no amount of the chain reaches, which has 64 bits. */
const NEVER = 2n ** 64n;
/** One in the fixed point with 32 fractional bits in which the chain looks at the issued share. */
const ONE_Q32 = 2n ** 32n;

/**
 * Issuance at which each era begins, units.   T_k: the first issuance whose share, cut to 32 fractional bits, is 1 - 2^-k
 * A division by era would do, but a comparison tells a span of blocks how long its emission stays.
 */
const ERA_STARTS: readonly bigint[] = Array.from({ length: 33 }, (_, k) => {
  const share = ONE_Q32 - ONE_Q32 / 2n ** BigInt(k);
  return (share * MOST_UNITS + ONE_Q32 - 1n) / ONE_Q32;
});

/** What a block mints, and up to which issuance. */
export interface Era {
  /** units per block */
  readonly emission: number;
  /** first issuance that mints another amount, units */
  readonly until: bigint;
}

/**
 * The era of an issuance; the same for TAO and, by its own issuance, for each subnet's alpha.
 *
 * @param issuance units, 0 or more
 * @throws RangeError for an issuance below 0
 * Source: docs/dtao.md, equation 1.
 */
export function emissionEra(issuance: bigint): Era {
  if (issuance < 0n) throw new RangeError(`emissionEra: issuance is ${issuance} units; expected 0 or more`);
  if (issuance >= MOST_UNITS) return { emission: 0, until: NEVER };
  let k = 0;
  while (k + 1 < ERA_STARTS.length && issuance >= ERA_STARTS[k + 1]!) k += 1;
  return { emission: Math.floor(UNITS_PER_BLOCK / 2 ** k), until: ERA_STARTS[k + 1] ?? MOST_UNITS };
}

/**
 * Units minted by a block.   e(I) = floor(10^9 / 2^k), k = floor(log2(1 / (1 - I / S))); 0 once I >= S
 *
 * @param issuance I: units minted so far less recycled, 0 or more
 * @returns whole units
 * @throws RangeError for an issuance below 0
 * Source: docs/dtao.md, equation 1.
 */
export function blockEmission(issuance: bigint): number {
  return emissionEra(issuance).emission;
}
