/** What a validator can see when it decides: last epoch's published results, over roster indices. */
export interface ValidatorView {
  readonly self: number;
  readonly epoch: number;
  /** [operators] last published consensus weights */
  readonly consensusWeight: Float64Array;
  readonly serving: Uint8Array;
  readonly operatorIds: readonly string[];
  /** group of each operator, as named in the scenario */
  readonly operatorGroups: readonly string[];
}

/** Whether it audits, and the row it sets: null for the row that scoring makes of its own audits. */
export interface ValidatorPolicy {
  readonly audits: boolean;
  /** [operators], sums to 1 or 0 */
  readonly row: Float64Array | null;
}

export interface ValidatorBehaviour {
  decide(view: ValidatorView): ValidatorPolicy;
}
