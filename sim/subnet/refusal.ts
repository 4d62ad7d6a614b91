/** Why the chain would not take what a neuron sent: the rule, what was found, what would have been right. */
export interface Refusal {
  readonly rule: string;
  readonly found: string;
  readonly expected: string;
}
