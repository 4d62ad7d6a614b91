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
  const ofNetworks = nestOf([network, ...rivals], nests.networks);
  const {
    network: networks,
    clouds: allClouds,
    nothing,
    worth,
  } = plainChoice({
    network: ofNetworks.worth,
    rivals: [],
    clouds: clouds.length === 0 ? [] : [nestOf(clouds, nests.clouds).worth],
  });
  const own = networks * ofNetworks.first;
  return { network: own, rivals: rivals.length === 0 ? 0 : networks - own, clouds: allClouds, nothing, worth };
}

/**
 * Worth of a nest, l ln sum e^(U / l), and the share of its first option in it. Differences are taken before they are divided,
 * so that utilities which are nearly alike stay apart however small l is.
 */
function nestOf(utilities: readonly number[], dissimilarity: number): { worth: number; first: number } {
  const top = Math.max(...utilities);
  const parts = utilities.map((u) => Math.exp((u - top) / dissimilarity));
  const total = parts.reduce((all, part) => all + part, 0);
  return { worth: top + dissimilarity * Math.log(total), first: parts[0]! / total };
}

function sumOfExponentials(utilities: readonly number[], top: number): number {
  let total = 0;
  for (const u of utilities) total += Math.exp(u - top);
  return total;
}
