/** What a snapshot's epochs gave, in the three forms of `taper epoch`; only the one that is asked for is made. */
export interface Shown {
  json(): object;
  csv(): string;
  text(): string;
}

/** A share in a table, as finely as the chain stores it and somewhat finer. */
export const shareText = (share: number): string => share.toFixed(6);
