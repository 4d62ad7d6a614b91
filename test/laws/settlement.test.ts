import { fc } from "./seeded.ts";
import { describe, expect, it } from "vitest";
import { normalize, sum } from "../../sim/core/matrix.ts";
import type { Memory } from "../../sim/core/memory.ts";
import type { Settled, SettleInput, Settlement } from "../../sim/settlement/contract.ts";
import { settlement } from "../../sim/settlement/index.ts";
import { copyOf, everyKind } from "./kinds.ts";

const kinds = everyKind(settlement, {
  direct: [
    {},
    { validatorShare: 0.3, treasuryShare: 0.2 },
    { validatorShare: 0, treasuryShare: 1 },
    { validatorShare: 1 },
  ],
  takeRate: [{ tokenShare: 0.5 }, { tokenShare: 0, validatorShare: 0.3 }, { tokenShare: 1, discount: 0.5 }],
  burnMint: [{}, { burnShare: 1 }, { burnShare: 0 }, { burnShare: 0.35, validatorShare: 0.5 }],
  depositSettle: [
    {},
    { prepaid: "0 days", spread: 0 },
    { prepaid: "90 days", warn: 1, halt: 1 },
    { spread: 0.2, halt: 0 },
  ],
  buyback: [
    { buybackShare: 0.2 },
    { buybackShare: 1, validatorShare: 0 },
    { buybackShare: 0.3, validatorShare: 0.3, treasuryShare: 0.4 },
  ],
  baseFeeBurn: [
    { start: "0.002 USD/request", minimum: "0.001 USD/request" },
    { start: "1 USD/request", minimum: "1 USD/request", target: 0.1, interval: "1 hour", validatorShare: 0.5 },
  ],
});

const floats = (n: number, max: number) =>
  fc
    .array(fc.oneof(fc.constant(0), fc.double({ min: 1e-6, max, noNaN: true })), { minLength: n, maxLength: n })
    .map((values) => Float64Array.from(values));
const inputs = fc.record({
  revenueUsd: floats(5, 1e4),
  dividend: floats(3, 1).map(normalize),
  operatorTokens: floats(5, 1e3),
  openingPrice: fc.double({ min: 0.05, max: 20, noNaN: true }),
  price: fc.double({ min: 0.05, max: 20, noNaN: true }),
  vaultTokens: fc.double({ min: 0, max: 1e4, noNaN: true }),
  served: fc.double({ min: 0, max: 1e4, noNaN: true }),
});
type Inputs = typeof inputs extends fc.Arbitrary<infer T> ? T : never;

/** An epoch of a settlement, before and after the token market. */
function settleOnce(rule: Settlement, memory: Memory, given: Inputs) {
  const { revenueUsd, dividend, operatorTokens, openingPrice, price, vaultTokens, served } = given;
  const surchargeUsd = rule.surcharge(memory) * served;
  const fees: SettleInput = {
    revenueUsd,
    surchargeUsd,
    dividend,
    served,
    capacity: 1e4,
    price: openingPrice,
    memory,
    epochDays: 7,
  };
  const settled = rule.split(fees);
  const boughtTokens = settled.purchases.map(({ usd }) => usd / price);
  const intoVault = settled.purchases.reduce(
    (all, { receiver }, k) => (receiver === "vault" ? all + boughtTokens[k]! : all),
    0,
  );
  const closed = rule.close({
    ...fees,
    settled,
    boughtTokens,
    price,
    operatorTokens,
    vaultTokens: vaultTokens + intoVault,
  });
  return { settled, closed, surchargeUsd, boughtTokens, vault: vaultTokens + intoVault };
}

const usdOf = (settled: Settled, payer: string) =>
  settled.purchases.reduce((all, purchase) => (purchase.payer === payer ? all + purchase.usd : all), 0);

describe.each(kinds)("settlement $kind $parameters", ({ rule, exempt }) => {
  /** the epoch, and the one after it with what the first left in memory */
  const law = (holds: (input: Inputs, epoch: ReturnType<typeof settleOnce>) => void) =>
    fc.assert(
      fc.property(inputs, inputs, (input, next) => {
        const first = settleOnce(rule, rule.opening, input);
        holds(input, first);
        holds(next, settleOnce(rule, first.closed.memory, next));
      }),
    );

  it("takes from customers what they pay and nothing else, and gives nobody less than nothing", () => {
    law((input, { settled, surchargeUsd }) => {
      const { operatorUsd, validatorUsd, treasuryUsd, purchases } = settled;
      expect(Math.min(0, ...operatorUsd, ...validatorUsd, treasuryUsd, ...purchases.map(({ usd }) => usd))).toBe(0);
      const revenue = sum(input.revenueUsd) + surchargeUsd;
      const paid = sum(operatorUsd) + sum(validatorUsd) + treasuryUsd + usdOf(settled, "customers");
      // Who pays before being served pays for service over time, not in each epoch.
      if (!exempt.includes("paysAsServed")) expect(Math.abs(paid - revenue)).toBeLessThanOrEqual(1e-9 * (1 + revenue));
    });
  });

  it("spends of the treasury only what the treasury receives", () => {
    law((_, { settled }) => {
      expect(usdOf(settled, "treasury")).toBeLessThanOrEqual(settled.treasuryUsd * (1 + 1e-12));
    });
  });

  it("names what customers fund and what they do not apart: together they are all of an operator's income", () => {
    law((input, { settled, closed }) => {
      const { price, operatorTokens } = input;
      input.revenueUsd.forEach((_, j) => {
        const income = settled.operatorUsd[j]! + price * (operatorTokens[j]! + closed.receivedTokens[j]!);
        const named = closed.customerFundedUsd[j]! + price * closed.netSubsidyTokens[j]!;
        expect(Math.abs(named - income)).toBeLessThanOrEqual(1e-9 * (1 + income));
        expect(Math.min(closed.customerFundedUsd[j]!, closed.netSubsidyTokens[j]!)).toBeGreaterThanOrEqual(0);
      });
    });
  });

  it("moves tokens only from accounts that hold them, and gives operators exactly what it says", () => {
    law((_, { settled, closed, boughtTokens, vault }) => {
      const flow = (account: string) =>
        closed.moves.reduce((all, { from, to, amount }) => {
          expect(amount).toBeGreaterThanOrEqual(0);
          return all + (to === account ? amount : 0) - (from === account ? amount : 0);
        }, 0);
      const bought = (account: string) =>
        settled.purchases.reduce((all, { receiver }, k) => (receiver === account ? all + boughtTokens[k]! : all), 0);
      const received = sum(closed.receivedTokens);
      expect(Math.abs(flow("operators") + bought("operators") - received)).toBeLessThanOrEqual(1e-9 * (1 + received));
      expect(vault + flow("vault")).toBeGreaterThanOrEqual(-1e-9 * (1 + vault));
    });
  });

  it("funds nobody from customers where there are none, and subsidises nobody where nothing is minted", () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const unbought = settleOnce(rule, rule.opening, { ...input, revenueUsd: new Float64Array(5), served: 0 });
        expect(sum(unbought.closed.customerFundedUsd)).toBe(0);
        const { closed } = settleOnce(rule, rule.opening, { ...input, operatorTokens: new Float64Array(5) });
        if (!closed.moves.some(({ from }) => from === "mint")) expect(sum(closed.netSubsidyTokens)).toBe(0);
      }),
    );
  });

  it("gives operators the share of a fee that it says, in USD or in tokens", () => {
    law((input, { settled, closed }) => {
      if (rule.remints) return; // what was burned comes back as pay
      input.revenueUsd.forEach((fee, j) => {
        const got = settled.operatorUsd[j]! + input.price * closed.receivedTokens[j]!;
        expect(Math.abs(got - rule.operatorShare * fee)).toBeLessThanOrEqual(1e-9 * (1 + fee));
      });
    });
  });

  it("leaves its input as it was", () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const copy = copyOf(input);
        settleOnce(rule, rule.opening, input);
        expect(input).toEqual(copy);
      }),
    );
  });
});

describe("exempt from paysAsServed", () => {
  const given: Inputs = {
    revenueUsd: Float64Array.of(70, 0, 30, 0, 0),
    dividend: Float64Array.of(1, 0, 0),
    operatorTokens: new Float64Array(5),
    openingPrice: 2,
    price: 2,
    vaultTokens: 0,
    served: 10,
  };

  it("is only a kind whose customers pay more than they are served for, or less, in an epoch", () => {
    const exempted = kinds.filter(({ exempt }) => exempt.includes("paysAsServed"));
    expect(new Set(exempted.map(({ kind }) => kind))).toEqual(new Set(["depositSettle"]));
    const { rule } = exempted[0]!;
    const first = settleOnce(rule, rule.opening, given);
    expect(usdOf(first.settled, "customers")).toBeGreaterThan(101);
    const fewer = { ...given, revenueUsd: given.revenueUsd.map((fee) => fee / 10) };
    expect(usdOf(settleOnce(rule, first.closed.memory, fewer).settled, "customers")).toBe(0);
  });
});
