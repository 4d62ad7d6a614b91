import { describe, expect, it } from "vitest";
import { afterEpoch, blocksUntilEpoch, dueEpochs, isDue, staggeredSchedule } from "../../sim/subnet/schedule.ts";

const every = (tempo: number, lastEpochBlock = 1000, triggeredAt: number | null = null) => ({
  tempo,
  lastEpochBlock,
  triggeredAt,
});

describe("an epoch is due", () => {
  it("once the tempo has passed", () => {
    expect([1359, 1360, 1361].map((block) => isDue(every(360), block))).toEqual([false, true, true]);
    expect(blocksUntilEpoch(every(360), 1100)).toBe(260);
  });

  it("when the owner wants it", () => {
    expect([1099, 1100].map((block) => isDue(every(360, 1000, 1100), block))).toEqual([false, true]);
  });

  it("after more than 50,400 blocks, however long the tempo", () => {
    expect([51_400, 51_401].map((block) => isDue(every(65_535), block))).toEqual([false, true]);
  });

  it("never with tempo 0", () => {
    expect(isDue(every(0, 0, 5), 1_000_000)).toBe(false);
    expect(blocksUntilEpoch(every(0), 1000)).toBeNull();
  });
});

it("two epochs run in a block, and the others slip to the next ones", () => {
  let schedules = new Map([4, 7, 9, 12, 15].map((netuid) => [netuid, every(netuid === 9 ? 900 : 360)]));
  const ran: number[][] = [];
  for (const block of [1360, 1361, 1362]) {
    const { run, deferred } = dueEpochs(schedules, block);
    ran.push([...run]);
    schedules = new Map(
      Array.from(schedules, ([netuid, s]) => [netuid, run.includes(netuid) ? afterEpoch(s, block) : s]),
    );
    expect(deferred).toEqual(block === 1360 ? [12, 15] : []);
  }
  expect(ran).toEqual([[4, 7], [12, 15], []]);
  expect(blocksUntilEpoch(schedules.get(12)!, 1362)).toBe(359);
});

it("an epoch clears the owner's wish", () => {
  expect(isDue(afterEpoch(every(360, 1000, 1100), 1100), 1101)).toBe(false);
});

it("new subnets are staggered by their number", () => {
  const first = (netuid: number, tempo: number, block: number) =>
    blocksUntilEpoch(staggeredSchedule(netuid, tempo, block), block);
  expect([0, 1, 359, 360, 365].map((netuid) => first(netuid, 360, 5000))).toEqual([360, 359, 1, 360, 355]);
  expect(staggeredSchedule(8, 360, 5).lastEpochBlock).toBe(0);
  expect(staggeredSchedule(8, 0, 5).lastEpochBlock).toBe(5);
});
