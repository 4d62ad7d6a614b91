import { describe, expect, it, test } from "vitest";
import {
  isExpired,
  MOST_UNREVEALED,
  oldestCommitBlock,
  queueCommit,
  usedByRun,
  type Commit,
} from "../../sim/subnet/commitReveal.ts";

const at = (epoch: number, block = 360 * epoch): Commit => ({ epoch, block });

test.each([
  ["timelock", 1, 8],
  ["timelock", 3, 10],
  ["hash", 1, 9],
  ["hash", 3, 11],
] as const)("a %s commit of epoch 7 with period %i is first used by run %i", (kind, period, run) => {
  expect(usedByRun(7, period, kind)).toBe(run);
});

it("a commit lives as long as it can be revealed, and no longer", () => {
  expect([7, 8, 9, 10].map((counter) => isExpired(at(7), 2, counter))).toEqual([false, false, false, true]);
});

it("the oldest commit is the oldest that has not expired, wherever it stands in the queue", () => {
  const queue = [at(6, 2200), at(5, 1900), at(7, 2600)];
  expect([7, 8, 9, 10].map((counter) => oldestCommitBlock(queue, 2, counter))).toEqual([1900, 2200, 2600, Infinity]);
  expect(oldestCommitBlock([], 2, 0)).toBe(Infinity);
});

describe("a queue of commits", () => {
  const rules = { period: 1, rateLimitBlocks: 100 };
  const many = (count: number, epoch: number) => Array.from({ length: count }, (_, k) => at(epoch, 1000 + k));

  it("takes ten unrevealed commits and no eleventh", () => {
    const [nine, ten] = [many(MOST_UNREVEALED - 1, 3), many(MOST_UNREVEALED, 3)];
    expect(queueCommit(rules, nine, 1009, at(4, 2000))).toEqual({ queue: [...nine, at(4, 2000)] });
    expect(queueCommit(rules, ten, 1009, at(4, 2000))).toEqual({
      refusal: { rule: "unrevealed commits", found: "10 unrevealed commits", expected: "fewer than 10" },
    });
  });

  it("drops expired commits first", () => {
    expect(queueCommit(rules, [...many(10, 2), at(3, 1500)], 1500, at(4, 2000))).toEqual({
      queue: [at(3, 1500), at(4, 2000)],
    });
  });

  it("holds the rate limit, but for the first time", () => {
    expect(queueCommit(rules, [], 1901, at(4, 2000))).toEqual({
      refusal: { rule: "rate limit", found: "99 blocks after the last commit", expected: "at least 100" },
    });
    expect(queueCommit(rules, [], 1900, at(4, 2000))).toEqual({ queue: [at(4, 2000)] });
    expect(queueCommit(rules, [], 0, at(0, 50))).toEqual({ queue: [at(0, 50)] });
  });
});
