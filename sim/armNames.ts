/** Names of the arms, in the order in which they are played. */
export const ARMS = ["cut", "keep", "never"] as const;
export type ArmName = (typeof ARMS)[number];
