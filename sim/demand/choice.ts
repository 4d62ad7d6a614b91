/** Utilities of the network, of other networks and of clouds; nothing has utility 0. */
export interface Utilities {
  readonly network: number;
  readonly rivals: readonly number[];
  readonly clouds: readonly number[];
}

/** Dissimilarity of what is in a nest, in (0, 1]; 1: no more alike than with what is outside. */
export interface Nests {
  readonly networks: number;
  readonly clouds: number;
}

/** Shares of a market, which sum to 1, and ln(sum e^U): what the choice is worth, in units of utility. */
export interface Choice {
  readonly network: number;
  readonly rivals: number;
  readonly clouds: number;
  readonly nothing: number;
  readonly worth: number;
}

/**
 * Shares by logit.   share_j = e^U_j / (1 + sum e^U)        worth = ln(1 + sum e^U)
 * Computed against the largest utility so that no exponential overflows.
 * Source: docs/economy.md, "Demand"; closed form `logit-shares`.
 */
export function plainChoice({ network, rivals, clouds }: Utilities): Choice {
  let top = Math.max(network, 0);
  for (const u of rivals) top = Math.max(top, u);
  for (const u of clouds) top = Math.max(top, u);
  const eNetwork = Math.exp(network - top);
  const eClouds = sumOfExponentials(clouds, top);
  const eNothing = Math.exp(-top);
  const eRivals = sumOfExponentials(rivals, top);
  const total = eNetwork + eClouds + eNothing + eRivals;
  return {
    network: eNetwork / total,
    rivals: eRivals / total,
    clouds: eClouds / total,
    nothing: eNothing / total,
    worth: top + Math.log(total),
  };
}

/**
 * Shares by nested logit: networks are more alike than a network and a cloud, clouds likewise.
 *
 *   I_n = ln sum_(j in n) e^(U_j / l_n)      P(n) = e^(l_n I_n) / (1 + sum_m e^(l_m I_m))      P(j) = P(n) e^(U_j / l_n) / e^I_n
 *
 * Source: docs/customers.md, equation 7; closed form `nested-logit`.
 */
export function nestedChoice({ network, rivals, clouds }: Utilities, nests: Nests): Choice {
  const ofNetworks = inclusive([network, ...rivals], nests.networks);
  const {
    network: networks,
    clouds: allClouds,
    nothing,
    worth,
  } = plainChoice({
    network: nests.networks * ofNetworks,
    rivals: [],
    clouds: clouds.length === 0 ? [] : [nests.clouds * inclusive(clouds, nests.clouds)],
  });
  const own = networks * Math.exp(network / nests.networks - ofNetworks);
  return { network: own, rivals: rivals.length === 0 ? 0 : networks - own, clouds: allClouds, nothing, worth };
}

/** ln sum e^(U / l) */
function inclusive(utilities: readonly number[], dissimilarity: number): number {
  let top = -Infinity;
  for (const u of utilities) top = Math.max(top, u / dissimilarity);
  let total = 0;
  for (const u of utilities) total += Math.exp(u / dissimilarity - top);
  return top + Math.log(total);
}

function sumOfExponentials(utilities: readonly number[], top: number): number {
  let total = 0;
  for (const u of utilities) total += Math.exp(u - top);
  return total;
}
