/** What a validator can see when it decides: last epoch's published results, over roster indices. */
export interface ValidatorView {
  readonly self: number;
  readonly epoch: number;
  readonly validatorIds: readonly string[];
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
  /** what it takes for `row`, of which scoring then makes the rest; left out: it takes nothing, and the row is all there is */
  readonly bribe?: Bribe;
  /** false: weights that it commits to are never shown; left out: they are */
  readonly reveals?: false;
}

export interface Bribe {
  /** share of its weight that goes to `row`, 0..1 */
  readonly share: number;
  /** USD an epoch, paid by the miners in `row` in equal parts */
  readonly usd: number;
}

export interface ValidatorBehaviour {
  /** groups of miners that it names, and the parameter that names them; left out: none */
  readonly needed?: { readonly path: string; readonly groups: readonly string[] };
  decide(view: ValidatorView): ValidatorPolicy;
}
