import { floats } from "../core/arrays.ts";
import { mechanism } from "../core/slot.ts";
import { status, type Members, type Membership, type MembershipInput } from "./contract.ts";

/** Nobody comes, nobody goes, nothing wears out. */
export const fixed = mechanism(
  "fixed",
  "Nobody comes, nobody goes, nothing wears out. A control: pay does not move capacity.",
  {},
  (): Membership => ({ step, foresight: null, warnings: [] }),
);

function step({ standing, hours, feesUsd, subsidyUsd }: MembershipInput): Members {
  const n = standing.status.length;
  return {
    standing,
    purchaseUsd: floats(n),
    scrapUsd: floats(n),
    entered: [],
    stopped: [],
    left: [],
    ordered: [],
    incomePerHour: hours.map((h, o) =>
      standing.status[o] === status.serving && h > 0 ? (feesUsd[o]! + subsidyUsd[o]!) / h : 0,
    ),
  };
}
