/**
 * Exogenous paths that a dated event can multiply: what hardware and energy cost and how much of it is delivered, how much
 * customers want, what the token and investors' flows would be, and what clouds and the outside workload pay.
 */
export type Shocked =
  "hardwarePrice" | "energyPrice" | "supply" | "demand" | "tokenPrice" | "investors" | "cloudPrice" | "outsidePrice";

export interface ShockEvent {
  /** days of the run [day, untilDay) in which it is in force; Infinity for good */
  readonly day: number;
  readonly untilDay: number;
  readonly on: Shocked;
  readonly factor: number;
  /** ids of the groups of miners that it meets; null for all */
  readonly groups: readonly string[] | null;
  readonly label: string;
}

/** Dated events from outside. */
export interface Shocks {
  readonly events: readonly ShockEvent[];
  /** product of the factors in force on a day, 1 for none; `group` is the id of a group of miners */
  factor(on: Shocked, day: number, group?: string): number;
}
