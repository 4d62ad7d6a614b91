import { describe, expect, it } from "vitest";
import { sum } from "../../sim/core/matrix.ts";
import { nextBaseFee } from "../../sim/settlement/baseFeeBurn.ts";
import { built, opening, settleEpoch, type Given, type SettledEpoch } from "./epoch.ts";

/** What is special about each kind, against values worked by hand. */

describe("takeRate", () => {
  const half = { kind: "takeRate", tokenShare: 0.5 };

  it("takes a 25th of what is paid in tokens and a fifth of what is paid in USD, as on Akash", () => {
    const { settled, closed, accounts } = settleEpoch(built(half), { revenueUsd: [300, 100], price: 4 });
    expect([...settled.operatorUsd]).toEqual([120, 40]); // 150 - 30, 50 - 10
    expect([...settled.validatorUsd]).toEqual([40]);
    expect([...closed.receivedTokens]).toEqual([36, 12]); // (150 - 6)/4, (50 - 2)/4
    expect(accounts.tokens["treasury"]).toBeCloseTo(2, 12); // (6 + 2)/4
    expect(accounts.usd["customers"]).toBe(-400);
  });

  it("takes less by the discount, fee = H Rt (1 - Rd), and shares the take in USD between validators and treasury", () => {
    const rule = built({ ...half, tokenShare: 0, discount: 0.25, validatorShare: 0.2 });
    const { settled } = settleEpoch(rule, { revenueUsd: [100], price: 4 });
    expect(settled.operatorUsd[0]).toBeCloseTo(85, 12);
    expect(settled.validatorUsd[0]).toBeCloseTo(3, 12);
    expect(settled.treasuryUsd).toBeCloseTo(12, 12);
  });

  it("needs a token only where customers pay with it", () => {
    expect([0, 0.01, 1].map((tokenShare) => built({ ...half, tokenShare }).needsToken)).toEqual([false, true, true]);
  });
});

describe("burnMint", () => {
  it("calls all of the pay customers' money where they burn more than it is worth", () => {
    const { settled, closed, accounts } = settleEpoch(built({ kind: "burnMint" }), {
      revenueUsd: [600, 400],
      operatorTokens: [10, 30],
      price: 2,
    });
    expect(settled.operatorUsd[0]).toBeCloseTo(30, 12);
    expect(closed.customerFundedUsd[0]).toBeCloseTo(30 + 20, 12);
    expect(closed.customerFundedUsd[1]).toBeCloseTo(20 + 60, 12);
    expect([...closed.netSubsidyTokens]).toEqual([0, 0]);
    expect(accounts.tokens["burn"]).toBeCloseTo(475, 12);
  });

  it("divides what customers fund by pay, whoever served", () => {
    const given = { revenueUsd: [100, 0], operatorTokens: [10, 30], price: 5 };
    const { closed } = settleEpoch(built({ kind: "burnMint", burnShare: 1 }), given);
    expect([...closed.customerFundedUsd]).toEqual([25, 75]);
    expect([...closed.netSubsidyTokens]).toEqual([5, 15]);
  });
});

describe("buyback", () => {
  it("burns what the treasury buys and leaves it the rest; nothing of it is minted anew", () => {
    const rule = built({ kind: "buyback", buybackShare: 0.2, treasuryShare: 0.1 });
    expect(rule.remints).toBe(false);
    const { closed, accounts } = settleEpoch(rule, { revenueUsd: [1000], operatorTokens: [300], price: 1 });
    expect(accounts.tokens["burn"]).toBeCloseTo(200, 9);
    expect(accounts.usd["treasury"]).toBeCloseTo(100, 9);
    expect(accounts.usd["operators"]).toBeCloseTo(600, 9);
    expect(closed.customerFundedUsd[0]).toBeCloseTo(600 + 200, 9);
    expect(closed.netSubsidyTokens[0]).toBeCloseTo(100, 9);
  });

  it("buys no more where validators' share falls to the treasury", () => {
    const rule = built({ kind: "buyback", buybackShare: 0.2 });
    const { accounts } = settleEpoch(rule, { revenueUsd: [1000], dividend: [0], price: 1 });
    expect(accounts.tokens["burn"]).toBeCloseTo(200, 9);
    expect(accounts.usd["treasury"]).toBeCloseTo(100, 9);
  });
});

describe("baseFeeBurn", () => {
  const entry = { kind: "baseFeeBurn", start: "0.8 USD/request", minimum: "0.1 USD/request", interval: "7 days" };
  const after = (given: Partial<Given>, parameters: object = {}) =>
    settleEpoch(built({ ...entry, ...parameters }), { revenueUsd: [10], price: 1, ...given });

  it("rises and falls by at most an eighth an interval, as EIP-1559 has it at a target of one half", () => {
    expect(nextBaseFee(1000, 30, 15, 1)).toBe(1125);
    expect(nextBaseFee(1000, 0, 15, 1)).toBe(875);
    expect(nextBaseFee(1000, 15, 15, 9)).toBe(1000);
    expect(after({ served: 100, capacity: 100 }).memory[0]).toBeCloseTo(0.9, 12);
    expect(after({ served: 0, capacity: 100 }).memory[0]).toBeCloseTo(0.7, 12);
    expect(after({ served: 50, capacity: 100 }).memory[0]).toBeCloseTo(0.8, 12);
  });

  it("is set anew in every interval of the epoch", () => {
    const given = { served: 80, capacity: 100 };
    expect(after(given, { interval: "1 day" }).memory[0]).toBeCloseTo(0.8 * 1.075 ** 7, 12);
    expect(after({ ...given, epochDays: 1 }, { interval: "1 day" }).memory[0]).toBeCloseTo(0.8 * 1.075, 12);
    expect(after(given, { interval: "14 days" }).memory[0]).toBeCloseTo(0.8 * Math.sqrt(1.075), 12);
  });

  it("stays above its minimum, and where nobody could serve", () => {
    expect(after({ served: 0, capacity: 100 }, { interval: "1 hour" }).memory[0]).toBe(0.1);
    expect(after({ served: 0, capacity: 0 }).memory[0]).toBe(0.8);
  });

  it("stops a run in which it rises beyond all numbers, and says why", () => {
    expect(() => after({ served: 100, capacity: 100, memory: [1e308] }, { interval: "6 hours" })).toThrow(
      "settlement.baseFeeBurn: the base fee has risen to Infinity USD/request; " +
        "expected customers who buy less as it rises (demand constant pays any price), or a higher target",
    );
  });

  it("is burned whole, on top of what operators and validators get", () => {
    const { settled, accounts, closed } = after({ served: 50, capacity: 100, operatorTokens: [60], price: 2 });
    expect(settled.operatorUsd[0]).toBeCloseTo(9, 12);
    expect(accounts.tokens["burn"]).toBeCloseTo((0.8 * 50) / 2, 12);
    expect(accounts.usd["customers"]).toBeCloseTo(-(10 + 40), 12);
    expect(closed.customerFundedUsd[0]).toBeCloseTo(9 + 40, 12);
    expect(closed.netSubsidyTokens[0]).toBeCloseTo(40, 12);
  });
});

describe("depositSettle", () => {
  const month = built({ kind: "depositSettle", prepaid: "28 days", spread: 0 });
  /** Weeks of spending and price, one after the other. */
  const weeks = (rule: typeof month, ...all: readonly (readonly [number, number])[]): SettledEpoch[] => {
    const played: SettledEpoch[] = [];
    for (const [spent, price] of all) played.push(settleEpoch(rule, { ...played.at(-1), revenueUsd: [spent], price }));
    return played;
  };
  const vault = ({ accounts }: SettledEpoch) => accounts.tokens["vault"]!;

  it("fills credits to four weeks, then buys what a week uses up; at one price it mints nothing", () => {
    const [first, second] = weeks(month, [100, 2], [100, 2]) as [SettledEpoch, SettledEpoch];
    expect(first.settled.purchases[0]).toEqual({ payer: "customers", receiver: "vault", usd: 500, why: "deposit" });
    expect(first.memory).toEqual([400, 0]);
    expect(vault(first)).toBe(200);
    expect(second.settled.purchases[0]!.usd).toBe(100);
    expect(second.closed.receivedTokens[0]).toBe(50);
    expect(vault(second)).toBe(200);
    expect(second.closed.vault).toEqual({ collateralRatio: 1, alert: 0 });
    expect(second.accounts.tokens["mint"] ?? 0).toBe(0);
  });

  it("has customers live on their credits when they need less", () => {
    const [, fewer, none] = weeks(month, [100, 2], [10, 2], [0, 2]);
    expect(sum(fewer!.boughtTokens)).toBe(0);
    expect(fewer!.memory[0]).toBe(390);
    expect(none!.memory[0]).toBe(390);
  });

  it("keeps the surplus when the price rises", () => {
    const [, dearer] = weeks(month, [100, 2], [100, 4]);
    expect(dearer!.closed.receivedTokens[0]).toBe(25);
    expect(vault(dearer!)).toBe(200); // 25 in, 25 out: the old tokens are worth twice the credits
    expect(dearer!.closed.vault!.collateralRatio).toBe(2);
  });

  it("halts deposits when the price falls, uses up credits and vault, then dilutes holders, and starts again", () => {
    const played = weeks(month, [100, 2], [100, 1], [100, 1], [100, 1], [100, 1], [100, 1], [100, 1]);
    const deposits = played.map(({ settled }) => settled.purchases[0]!.usd);
    const minted = played.map(({ closed }) => closed.netSubsidyTokens[0]!);
    // Credits of 400 with 200 tokens of 1 USD behind them: halved.
    expect(played[1]!.closed.vault).toEqual({ collateralRatio: 0.5, alert: 2 });
    expect(deposits).toEqual([500, 100, 0, 0, 0, 0, 500]);
    expect(played.map(({ memory }) => memory[0])).toEqual([400, 400, 300, 200, 100, 0, 400]);
    expect(played.map(vault)).toEqual([200, 200, 100, 0, 0, 0, 400]);
    expect(minted).toEqual([0, 0, 0, 0, 100, 100, 0]);
    // Whoever pays for it, operators get what was asked for their work.
    for (const { closed } of played.slice(1)) expect(closed.receivedTokens[0]).toBe(100);
  });

  it("has customers without credits pay in tokens from the market while it is halted", () => {
    const rule = built({ kind: "depositSettle", prepaid: "28 days", spread: 0.1 });
    const { settled, closed, memory } = settleEpoch(rule, { memory: [30, 1], revenueUsd: [100], price: 2 });
    expect(settled.purchases.map(({ usd }) => usd)).toEqual([0, 0, 70]);
    expect(closed.receivedTokens[0]).toBe(50);
    expect(closed.netSubsidyTokens[0]).toBe(15); // the vault is empty
    expect(closed.customerFundedUsd[0]).toBe(70);
    expect(memory).toEqual([0, 0]);
  });

  it("warns at or below one level and halts at or below the other", () => {
    const ratioOf = (vaultTokens: number) => {
      const accounts = { ...opening, tokens: { ...opening.tokens, vault: vaultTokens } };
      const { closed, memory } = settleEpoch(month, { accounts, memory: [100, 0], revenueUsd: [0], price: 1 });
      return [closed.vault!.alert, memory[1]];
    };
    expect([96, 95, 91, 90, 50].map(ratioOf)).toEqual([
      [0, 0],
      [1, 0],
      [1, 0],
      [2, 1],
      [2, 1],
    ]);
  });

  it("keeps the spread of a deposit for the treasury: it gives no credits", () => {
    const rule = built({ kind: "depositSettle", prepaid: "0 days", spread: 0.0025 });
    const { accounts, memory } = settleEpoch(rule, { revenueUsd: [99.75], price: 1 });
    expect(accounts.usd["customers"]).toBeCloseTo(-100, 12);
    expect(accounts.tokens["treasury"]).toBeCloseTo(0.25, 12);
    expect(memory).toEqual([0, 0]);
  });
});
