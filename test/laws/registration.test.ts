import { fc } from "./seeded.ts";
import { describe, expect, it } from "vitest";
import type { RegistrationInput, Uids } from "../../sim/registration/contract.ts";
import { registration } from "../../sim/registration/index.ts";
import { copyOf, everyKind } from "./kinds.ts";

const kinds = everyKind(registration, {
  waiting: [{}, { fee: "20 USD" }],
  burn: [
    {},
    { start: 2, min: 0.1, max: "3 tokens", halfLifeBlocks: 7200, multiplier: 2, immunityBlocks: 0, minNonImmune: 0 },
    { start: 0, min: 0, immunityBlocks: 9000, minNonImmune: 3 },
  ],
});

const BLOCK = 10_000;

/** One uid: whether somebody holds it, what that was paid, when it registered, and whether it may be replaced. */
const uid = fc.record({
  taken: fc.constantFrom(0, 1, 1, 1),
  emission: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 100, noNaN: true })),
  registeredAt: fc.integer({ min: -1, max: BLOCK }),
  kept: fc.constantFrom(0, 0, 0, 1),
});
const subnets = fc.array(uid, { minLength: 1, maxLength: 12 }).map((all): Uids => ({
  taken: Uint8Array.from(all, (one) => one.taken),
  emission: Float64Array.from(all, (one) => one.emission),
  registeredAt: Float64Array.from(all, (one) => one.registeredAt),
  protectedUids: Uint8Array.from(all, (one) => one.kept),
}));
const crowds = fc.nat(16);
const prices = fc.double({ min: 1e-3, max: 500, noNaN: true });

const free = ({ taken }: Uids) => taken.reduce((count, held) => count + 1 - held, 0);

describe.each(kinds)("registration $kind $parameters", ({ rule, kind }) => {
  const inputOf = (uids: Uids, newcomers: number, usdPerToken = 2): RegistrationInput => ({
    state: { ...rule.opening, block: BLOCK - 500 },
    uids,
    block: BLOCK,
    usdPerToken,
    newcomers,
  });
  const law = (holds: (uids: Uids, newcomers: number, given: ReturnType<typeof rule.register>) => void) =>
    fc.assert(
      fc.property(subnets, crowds, (uids, newcomers) => {
        holds(uids, newcomers, rule.register(inputOf(uids, newcomers)));
      }),
    );

  it("lets in as many as there are places: the free uids and those that can be replaced", () => {
    law((uids, newcomers, given) => {
      expect(given.uids.length).toBe(Math.min(newcomers, free(uids) + rule.replaceable(uids, BLOCK)));
      expect(given.paidUsd.length).toBe(given.uids.length);
    });
  });

  it("gives the free uids first, lowest first, then those of holders who may be replaced, none twice", () => {
    law((uids, _, given) => {
      const places = [...uids.taken.keys()].filter((k) => uids.taken[k] === 0);
      expect(given.uids.slice(0, places.length)).toEqual(places.slice(0, given.uids.length));
      for (const k of given.uids.slice(places.length)) expect([uids.taken[k], uids.protectedUids[k]]).toEqual([1, 0]);
      expect(new Set(given.uids).size).toBe(given.uids.length);
    });
  });

  it("gives the first of many what they would get without the others", () => {
    law((uids, newcomers, given) => {
      const fewer = rule.register(inputOf(uids, Math.max(0, newcomers - 1)));
      expect(given.uids.slice(0, fewer.uids.length)).toEqual(fewer.uids);
      expect(given.paidUsd.slice(0, fewer.paidUsd.length)).toEqual(fewer.paidUsd);
    });
  });

  it("has no fewer places where somebody has left", () => {
    fc.assert(
      fc.property(subnets, fc.nat(11), (uids, k) => {
        const left = { ...uids, taken: uids.taken.with(k % uids.taken.length, 0) };
        const places = (all: Uids) => free(all) + rule.replaceable(all, BLOCK);
        expect(places(left)).toBeGreaterThanOrEqual(places(uids));
      }),
    );
  });

  it("takes 0 or more, from nobody less than from the one before", () => {
    law((_, __, { paidUsd }) => {
      paidUsd.forEach((usd, k) => expect(usd).toBeGreaterThanOrEqual(k === 0 ? 0 : paidUsd[k - 1]!));
    });
  });

  it("takes as many USD for a token as it is worth, where its price is in tokens", () => {
    fc.assert(
      fc.property(subnets, crowds, prices, (uids, newcomers, usdPerToken) => {
        const [one, other] = [1, usdPerToken].map((price) => rule.register(inputOf(uids, newcomers, price)));
        const scale = Number.isNaN(rule.opening.priceTokens) ? 1 : usdPerToken;
        other!.paidUsd.forEach((usd, k) => expect(usd).toBeCloseTo(one!.paidUsd[k]! * scale, 9));
        expect(other!.state).toEqual(one!.state);
      }),
    );
  });

  it("has newcomers expect what they will pay, where they are told to count it", () => {
    law((uids, newcomers, given) => {
      const expected = rule.expectedUsd(inputOf(uids, 0).state, BLOCK, 2, newcomers);
      expect(expected).toHaveLength(newcomers);
      if (kind === "waiting") expect([...expected]).toEqual(Array(newcomers).fill(0));
      else expect([...expected.slice(0, given.paidUsd.length)]).toEqual(given.paidUsd);
    });
  });

  it("leaves its input as it was", () => {
    fc.assert(
      fc.property(subnets, crowds, (uids, newcomers) => {
        const input = inputOf(uids, newcomers);
        const copy = copyOf(input);
        rule.register(input);
        rule.replaceable(uids, BLOCK);
        rule.expectedUsd(input.state, BLOCK, 2, newcomers);
        expect(input).toEqual(copy);
      }),
    );
  });
});

describe("registration burn", () => {
  const [{ rule: chain }, , { rule: slow }] = kinds.filter(({ kind }) => kind === "burn") as unknown as [
    (typeof kinds)[0],
    (typeof kinds)[0],
    (typeof kinds)[0],
  ];
  const full: Uids = {
    taken: new Uint8Array(12).fill(1),
    emission: Float64Array.of(5, 0, 3, 9, 0, 7, 8, 2, 4, 6, 1, 9),
    registeredAt: new Float64Array(12).fill(-1),
    protectedUids: new Uint8Array(12),
  };
  const into = (uids: Uids, newcomers: number) =>
    chain.register({ state: { priceTokens: 1, block: 0 }, uids, block: 0, usdPerToken: 3, newcomers });

  it("takes the uids of those who were paid least, down to the floor of those that are not immune", () => {
    const old = { ...full, registeredAt: new Float64Array(12).fill(-6000) };
    expect(into(old, 9).uids).toEqual([1, 4]);
    expect(into({ ...old, protectedUids: old.protectedUids.with(1, 1) }, 9).uids).toEqual([4]);
  });

  it("takes those of the immune, lowest pay first, once no more than the floor are left", () => {
    const registeredAt = Float64Array.from({ length: 12 }, (_, k) => (k < 6 ? -1 : -6000));
    expect(into({ ...full, registeredAt }, 9).uids).toEqual([1, 4, 2, 0, 5, 3]);
  });

  it("charges each in turn: 1, 1.26, 1.5876 tokens at 3 USD each", () => {
    const { paidUsd, state } = into({ ...full, taken: new Uint8Array(12) }, 3);
    expect(paidUsd).toEqual([3, 3 * 1.26, 3 * 1.5876]);
    expect(state).toEqual({ priceTokens: 2.000376, block: 0 });
  });

  it("has a price of nothing that stays nothing where it starts there without a lower bound", () => {
    expect(slow.expectedUsd(slow.opening, 5, 2, 2)).toEqual(Float64Array.of(0, 0));
  });
});

it.each([
  [{ min: 2, max: 1 }, "expected at least min, 2 tokens"],
  [{ min: 2, max: 3 }, "expected a price within min and max, 2 to 3 tokens"],
  [{ multiplier: 0.9 }, "expected a number, 1 or more"],
  [{ halfLifeBlocks: 0 }, "expected a whole number of blocks, 1 or more"],
  [{ minNonImmune: -1 }, "expected a whole number of uids, 0 or more"],
])("registration burn refuses %j", (parameters, message) => {
  expect(() => everyKind(registration, { waiting: [{}], burn: [parameters] })).toThrow(message);
});
