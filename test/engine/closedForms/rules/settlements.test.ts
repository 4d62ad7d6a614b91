/** Closed forms of settlements, checked on the rules and on the ledger. */
import { expect } from "vitest";
import { price } from "../../../../sim/price/index.ts";
import { post, supplyOf } from "../../../../sim/ledger.ts";
import { burnMintIncome } from "../../../../sim/theory/burnMint.ts";
import { clock, SECONDS_PER_DAY } from "../../../../sim/core/clock.ts";
import { built, settleEpoch } from "../../../settlement/epoch.ts";
import { rulesSettle } from "../../../support/closedForms.ts";

const relative = (actual: number, expected: number) =>
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(1e-9 * Math.abs(expected));

rulesSettle({
  "burn-mint-income-split": ({ parameters: p, expected: e }) => {
    const rule = built({ kind: "burnMint", burnShare: p.tauBurn });
    const { settled, closed, accounts } = settleEpoch(rule, {
      revenueUsd: [p.customerSpendUsd],
      operatorTokens: [p.operatorEmissionTokens],
      price: p.tokenPriceUsd,
    });
    const netSubsidyUsd = p.tokenPriceUsd * closed.netSubsidyTokens[0]!;
    const pay = p.tokenPriceUsd * p.operatorEmissionTokens;
    const income = settled.operatorUsd[0]! + pay;
    relative(accounts.tokens["burn"]!, e.burnedTokens);
    relative(income, e.operatorIncomeUsd);
    relative(closed.customerFundedUsd[0]!, e.customerFundedUsd);
    relative(netSubsidyUsd, e.netSubsidyUsd);
    relative(netSubsidyUsd / income, e.netSubsidyShare);
    relative(pay / income, e.grossSubsidyShare);
    relative(-accounts.tokens["mint"]! - accounts.tokens["burn"]!, e.supplyChangeTokens);
    relative(pay / (pay + p.customerSpendUsd), e.doubleCountedShareIfFeesAndEmissionAreAdded);

    const formula = burnMintIncome({
      price: p.tokenPriceUsd,
      operatorTokens: p.operatorEmissionTokens,
      spendUsd: p.customerSpendUsd,
      burnShare: p.tauBurn,
    });
    relative(formula.burnedTokens, e.burnedTokens);
    relative(formula.incomeUsd, e.operatorIncomeUsd);
    relative(formula.customerFundedUsd, e.customerFundedUsd);
    relative(formula.netSubsidyUsd, e.netSubsidyUsd);
    relative(formula.netShare, e.netSubsidyShare);
    relative(formula.grossShare, e.grossSubsidyShare);
    relative(formula.supplyChange, e.supplyChangeTokens);
  },

  "two-ledgers-one-epoch": ({ parameters: p, expected: e }) => {
    // The protocol takes a tenth of the fees and spends half of it on tokens that it burns.
    const buybackShare = p.protocolBuysAndBurnsUsd / p.customerSpendUsd;
    const rule = built({
      kind: "buyback",
      buybackShare,
      treasuryShare: p.takeRate - buybackShare,
      validatorShare: 0,
    });
    const fees = {
      revenueUsd: Float64Array.of(p.customerSpendUsd),
      surchargeUsd: 0,
      dividend: Float64Array.of(1),
      served: 1,
      capacity: 1,
      price: p.openingUsd.pool / p.openingTokens.pool,
      memory: rule.opening,
      epochDays: 7,
    };
    const settled = rule.split(fees);
    const [bought] = settled.purchases;
    const minerPay = p.minted * p.split.miners;
    const written = { kind: "pool", tokens: p.openingTokens.pool, usd: `${p.openingUsd.pool} USD`, fee: p.poolFee };
    const pool = price.build(price.schema.parse(written), { clock: clock(12, 50_400, SECONDS_PER_DAY), seed: 1 });
    const cleared = pool.clear({
      state: pool.opening,
      needUsd: Float64Array.of(p.energyUsd - p.openingUsd.operators - settled.operatorUsd[0]!),
      tokens: Float64Array.of(minerPay),
      payTokens: Float64Array.of(minerPay),
      habit: Float64Array.of(p.habitShare),
      releasedTokens: Float64Array.of(0),
      buyersUsd: bought!.usd,
      neededUsd: 0,
      paidTokens: p.minted,
      circulatingTokens: p.openingTokens.pool,
      day: 0,
      epochDays: 7,
    });
    relative(cleared.state.price, e.clearingPrice);
    relative(cleared.soldTokens[0]!, e.soldTokens);
    const closed = rule.close({
      ...fees,
      settled,
      boughtTokens: [cleared.boughtTokens],
      price: cleared.state.price,
      operatorTokens: Float64Array.of(minerPay),
      vaultTokens: 0,
    });
    const sale = cleared.proceedsUsd[0]!;
    const flow = (ledger: "tokens" | "usd", from: string, to: string, amount: number) => ({
      ledger,
      from,
      to,
      why: "example",
      amount,
    });
    const after = post(
      0,
      { tokens: p.openingTokens, usd: { ...p.openingUsd, treasury: p.openingUsd.protocol } },
      [
        flow("tokens", "mint", "operators", minerPay),
        flow("tokens", "mint", "validators", p.minted * p.split.validators),
        flow("tokens", "mint", "owner", p.minted * p.split.owner),
        flow("tokens", "operators", "pool", cleared.soldTokens[0]!),
        flow("tokens", "pool", bought!.receiver, cleared.boughtTokens),
        flow("usd", "customers", "operators", settled.operatorUsd[0]!),
        flow("usd", "customers", "treasury", settled.treasuryUsd),
        flow("usd", bought!.payer, "pool", bought!.usd),
        flow("usd", "pool", "operators", sale),
        flow("usd", "operators", "outside", p.energyUsd),
      ],
      { tokens: { pool: cleared.state.poolTokens }, usd: { pool: cleared.state.poolUsd, operators: 0 } },
    );
    const usd = { ...after.usd, protocol: after.usd["treasury"]! };
    for (const [account, held] of Object.entries<number>(e.closingUsd))
      expect(usd[account as keyof typeof usd]).toBeCloseTo(held, 7);
    for (const [account, tokens] of Object.entries<number>(e.closingTokens))
      expect(after.tokens[account]).toBeCloseTo(tokens, 7);
    relative(supplyOf(after), e.supply);
    relative(after.tokens["burn"]!, e.burnedTokens);
    expect(Object.values(after.usd).reduce((a, b) => a + b, 0)).toBeCloseTo(e.sumUsd, 7);
    relative(settled.operatorUsd[0]!, e.operatorFeesUsd);
    relative(minerPay, e.operatorSubsidyTokens);
    relative(minerPay * cleared.state.price, e.operatorSubsidyUsdAtClearing);
    relative(sale, e.operatorSubsidyUsdCashed);
    // What was bought back funds as much of the pay: net of it the subsidy is that much smaller.
    const netUsd = cleared.state.price * closed.netSubsidyTokens[0]!;
    relative(netUsd, e.operatorSubsidyUsdAtClearing - bought!.usd);
    relative(closed.customerFundedUsd[0]!, e.operatorFeesUsd + bought!.usd);
  },
});
