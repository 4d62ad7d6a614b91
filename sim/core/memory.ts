/** Plain numbers that a rule keeps in the world: a moving average, a window, what carries over. */
export type Memory = readonly number[];
