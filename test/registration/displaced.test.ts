import { expect, it } from "vitest";
import { status, type Members } from "../../sim/membership/contract.ts";
import { displace } from "../../sim/membership/displaced.ts";
import { copyOf } from "../laws/kinds.ts";
import { memberInput, standing } from "../support/members.ts";

const { serving, elsewhere, off } = status;

/** Five operators after a step, of which the last came back in it: 2 USD an hour for each who serves. */
const before = Uint8Array.of(serving, serving, elsewhere, serving, off);
const after = {
  ...standing({ n: 5, feesPerHour: 2 }),
  status: Uint8Array.of(serving, serving, elsewhere, off, serving),
};
const { hardware } = memberInput(after, {});
const nothing = new Float64Array(5);
const members: Members = {
  standing: after,
  ...{ purchaseUsd: nothing, scrapUsd: nothing, incomePerHour: nothing },
  ...{ entered: [4], stopped: [3], left: [], ordered: [] },
};

it("operators without a uid stop serving; who works elsewhere or is off goes on as before", () => {
  const next = displace(members, hardware, before, [1, 2, 3]);
  expect([...next.standing.status]).toEqual([serving, off, elsewhere, off, serving]);
  expect([next.entered, next.stopped]).toEqual([[4], [1, 3]]);
});

it("who would have come back neither enters nor stops", () => {
  const next = displace(members, hardware, before, [4, 0]);
  expect([...next.standing.status]).toEqual([off, serving, elsewhere, off, off]);
  expect([next.entered, next.stopped]).toEqual([[], [0, 3]]);
});

it("the same pay is then shared by those who still serve", () => {
  const { standing: next } = displace(members, hardware, before, [1]);
  expect([...next.feesPerHour]).toEqual([3, 2, 2, 2, 3]); // 3 x 2 USD for two
  expect([next.groupFees[0], next.networkFees]).toEqual([3, 3]);
});

it("what comes in stays as it was, and goes out where nobody stops", () => {
  const copy = copyOf(members);
  displace(members, hardware, before, [0, 1, 4]);
  expect(members).toEqual(copy);
  expect(displace(members, hardware, before, [2, 3])).toBe(members);
});
