import { expect, it, test } from "vitest";
import { commitHash, saltOf, storageIndex, type Committed } from "../../sim/subnet/commitHash.ts";

const committed: Committed = {
  validator: "validator/0",
  netuid: 1,
  uids: [4, 9],
  weights: [65_535, 300],
  salt: [1, 2, 3, 4, 5, 6, 7, 65_535],
  version: 7,
};

it("is blake2b of what was committed to, made with another library (Python 3 hashlib)", () => {
  expect(commitHash(committed)).toBe("e4557926d2f88706ca3038a518f1bb130edad554424d5b0a5ee06451ce4d961f");
});

test.each<[string, Partial<Committed>]>([
  ["validator", { validator: "validator/1" }],
  ["netuid", { netuid: 2 }],
  ["uid", { uids: [4, 8] }],
  ["weight", { weights: [65_535, 301] }],
  ["salt", { salt: [1, 2, 3, 4, 5, 6, 7, 65_534] }],
  ["version", { version: 8 }],
  ["number moved from a list to the next", { uids: [4], weights: [9, 65_535, 300] }],
])("is another one for another %s", (_, changed) => {
  expect(commitHash({ ...committed, ...changed })).not.toBe(commitHash(committed));
});

it("refuses what is no number of 16 bits", () => {
  expect(() => commitHash({ ...committed, weights: [65_536, 1] })).toThrow("65536 is no whole number of 16 bits");
  expect(() => commitHash({ ...committed, weights: [0.5, 1] })).toThrow("0.5 is no whole number of 16 bits");
});

it("salts belong to seed, epoch, validator and netuid", () => {
  const key = [1, 2, "validator/0", 0] as const;
  expect(saltOf(...key)).toEqual(saltOf(...key));
  const others = [
    saltOf(2, 2, key[2], 0),
    saltOf(1, 3, key[2], 0),
    saltOf(1, 2, "validator/1", 0),
    saltOf(1, 2, key[2], 1),
  ];
  expect(new Set([saltOf(...key), ...others].map(String)).size).toBe(5);
});

it("stores the weights of mechanism m of a subnet 4096 m further on", () => {
  expect([storageIndex(3, 0), storageIndex(3, 2)]).toEqual([3, 8195]);
});
