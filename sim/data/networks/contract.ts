/** How sure a value is: `high` from the protocol's own text or code, `medium` from one good secondary source or a fit, `low` inferred. */
export type Confidence = "high" | "medium" | "low";

export interface Stated {
  readonly source: string;
  readonly confidence: Confidence;
}

/** The emission of a real network, as a scenario would write it, and where each value comes from. */
export interface Network {
  readonly token: string;
  /** date from which time and height count, YYYY-MM-DD */
  readonly genesis: string;
  /** seconds per block of the network; a rule that counts blocks needs them */
  readonly blockSeconds: number;
  /** whether the rule counts blocks, so that a scenario must have blocks of the same length */
  readonly countsBlocks: boolean;
  /** tokens issued at genesis */
  readonly openingIssuance: number;
  /** kind and parameters, in the units of a scenario file */
  readonly emission: { readonly kind: string } & Readonly<Record<string, unknown>>;
  /** of each value above, by its name */
  readonly stated: Readonly<Record<string, Stated>>;
}
