/** The token market and its ledgers, played: pools, sales to cover costs, burn and mint, the equation of exchange. */
import { describe, expect, it } from "vitest";
import { supplyOf } from "../../../sim/ledger.ts";
import { form, near, within } from "../../support/closedForms.ts";
import { costing, last, minting, miners, network, rulesWith, seen, WEEK_HOURS, weekly } from "./played.ts";

/** Hardware that costs next to nothing, so that nobody has to sell for its costs; a share of all pay is sold. */
const NOTHING = costing("a100-colo", { full: 2e-15, running: 1e-15 });
const selling = (share: number) => miners(`id: seller, count: 1, trainShare: 0, habitShare: ${share}, ${NOTHING}`);
const nobody = "demand={ kind: none }";
const pool = (tokens: number, usd: number, investorsUsd: number, fee = 0) =>
  `price={ kind: pool, tokens: ${tokens}, usd: ${usd} USD, fee: ${fee}, investors: ${investorsUsd / 7} USD/day }`;

describe("sales into a pool [pool-sell-pressure]", () => {
  const { parameters: p, expected: e } = form("pool-sell-pressure");
  const weeks = (duration: string, investorsUsd: number) =>
    seen(
      rulesWith([
        `duration=${duration}`,
        nobody,
        minting(p.soldPerEpoch),
        selling(1),
        pool(p.tokenReserve, p.usdReserve, investorsUsd),
      ]),
      ({ world, rows }) => ({
        price: world.market.price,
        spot: world.market.poolUsd / world.market.poolTokens,
        cashed: Number(rows("epochs")[0]!["subsidyUsdCashed"]),
      }),
    );

  it("push its price down and are worth less than at the price before each of them", async () => {
    const all = await weeks(`${p.epochs} weeks`, 0);
    near(last(all).spot, e.priceAfter, 1e-9);
    const proceeds = all.reduce((usd, { cashed }) => usd + cashed, 0);
    near(proceeds, e.proceedsUsd, 1e-9);
    const opening = [p.usdReserve / p.tokenReserve, ...all.map(({ spot }) => spot)];
    const marked = all.reduce((usd, _, week) => usd + p.soldPerEpoch * opening[week]!, 0);
    near(marked, e.markedAtOpeningPriceUsd, 1e-9);
    near(marked / proceeds - 1, e.overstatement, 1e-6);
  });

  it("settle at what investors bring over what is sold", async () => {
    // With a time constant of 79 weeks a ten-thousandth of the way is left.
    near(last(await weeks("700 weeks", p.inflowUsdPerEpoch)).price, e.stationaryPriceWithInflow, 1e-3);
  });
});

describe("buyers and sellers of one epoch [batch-clearing]", () => {
  const { parameters: p, expected: e } = form("batch-clearing");

  it("trade at one price, and only the net amount meets the pool", async () => {
    const rules = rulesWith([
      "duration=1 week",
      nobody,
      minting(p.sellersTokens),
      selling(1),
      pool(p.tokenReserve, p.usdReserve, p.buyersUsd, p.fee),
    ]);
    const [week] = await seen(rules, ({ world, rows }) => ({
      market: world.market,
      rows: rows("epochs")[0]!,
      flows: rows("flows"),
    }));
    const { market, flows } = week!;
    near(market.price, e.clearingPrice, 1e-9);
    near(market.poolTokens - p.tokenReserve, e.netTokensIntoPool, 1e-9);
    near(market.poolUsd / market.poolTokens, e.priceAfter, 1e-9);
    near(Number(week!.rows["subsidyUsdCashed"]), e.sellersUsd, 1e-9);
    const bought = flows.find(({ ledger, to }) => ledger === "tokens" && to === "investors");
    near(Number(bought!["amount"]), e.buyersTokens, 1e-9);
    near(market.poolTokens * market.poolUsd, p.tokenReserve * p.usdReserve, 1e-9);
  });
});

describe("sales that cover costs [sell-to-cover]", () => {
  const { parameters: p, expected: e } = form("sell-to-cover");
  const perHour = p.cashCostUsd / WEEK_HOURS;
  // What maintenance is owed on top of power is a millionth of it.
  const sold = async (habit: number) => {
    const rules = rulesWith([
      "duration=1 week",
      nobody,
      minting(p.payTokens),
      pool(p.tokenReserve, p.usdReserve, 0, p.fee),
      miners(
        `id: one, count: 1, trainShare: 0, habitShare: ${habit}, ${costing("a100-colo", { full: perHour * (1 + 1e-9), running: perHour })}`,
      ),
    ]);
    const [week] = await seen(rules, ({ world, rows }) => ({ row: rows("epochs")[0]!, usd: world.operators.usd[0]! }));
    return { tokens: Number(week!.row["soldTokens"]), cashed: Number(week!.row["subsidyUsdCashed"]), left: week!.usd };
  };

  it("are just as many as costs need, slippage and fee included", async () => {
    const { tokens, cashed, left } = await sold(0);
    near(tokens, e.tokensNeeded, 1e-8);
    near(cashed, p.cashCostUsd, 1e-8);
    within(left, 0, 1e-8);
    expect(tokens).toBeGreaterThan(e.tokensAtSpot);
  });

  it("grow by a habit share of the rest, which lowers the one price at which all of it is sold", async () => {
    const { tokens, cashed } = await sold(p.habitShare);
    // The form prices the first part alone; in the batch both are sold at the lower price, a thousandth more tokens.
    near(tokens, e.totalSold, 1e-3);
    expect(tokens).toBeGreaterThan(e.totalSold);
    expect(cashed).toBeGreaterThan(p.cashCostUsd);
  });
});

describe("burn and mint [burn-mint-stationary]", () => {
  const { parameters: p, expected: e } = form("burn-mint-stationary");
  const burning = [weekly(p.customerSpendUsd), `settlement={ kind: burnMint, burnShare: ${p.tauBurn} }`];
  const anchored = (soldShare: number) =>
    `price={ kind: burnMint, usdPerToken: ${p.startPrice}, soldShare: ${soldShare}, smoothing: ${-7 / Math.log1p(-p.smoothing)} days }`;
  const rows = async (tokens: number, share: number, price: string, duration: string) =>
    seen(rulesWith([...burning, `duration=${duration}`, minting(tokens), selling(share), price]), ({ rows }) => {
      const row = rows("epochs")[0]!;
      return {
        price: Number(row["price"]),
        payUsd: Number(row["price"]) * Number(row["minted"]),
        burned: Number(row["burned"]),
        netSubsidyUsd: Number(row["netSubsidyUsd"]),
      };
    });

  it.each([
    ["a price that follows what is burned", (share: number) => anchored(share)],
    ["a pool", () => pool(50_000, 50_000 * p.startPrice, 0)],
  ])("settles at the form's price for every share sold: %s", async (_, price) => {
    for (const [k, share] of (p.soldShare as number[]).entries())
      near(last(await rows(p.emissionTokens, share, price(share), "150 weeks")).price, e.stationaryPrice[k], 0.01);
  });

  it("gives the same USD of pay for half of the emission, none of it net subsidy", async () => {
    const before = last(await rows(p.emissionTokens, 1, anchored(1), "150 weeks"));
    const halved = last(await rows(p.halvedEmission, 1, anchored(1), "150 weeks"));
    near(before.payUsd, e.usdPayBefore, 0.01);
    near(halved.payUsd, e.usdPayHalvedEmission, 0.01);
    near(halved.price, e.stationaryPriceHalvedEmission, 0.01);
    near(before.burned / p.emissionTokens, e.burnOverEmissionTokens, 0.01);
    within(before.netSubsidyUsd, e.netSubsidyUsdAtStationaryPrice, 0.01 * e.usdPayBefore);
  });

  it("is on its way there after some epochs as the smoothing says", async () => {
    const all = await rows(p.emissionTokens, 1, anchored(1), `${p.epochs} weeks`);
    near(last(all).price, e.priceAfterSmoothing, 1e-9);
  });
});

describe("what burned money funds [burn-mint-income-split]", () => {
  const { parameters: p, expected: e } = form("burn-mint-income-split");

  it("is told apart from net subsidy in the records", async () => {
    const rules = rulesWith([
      "duration=3 weeks",
      weekly(p.customerSpendUsd),
      `settlement={ kind: burnMint, burnShare: ${p.tauBurn} }`,
      minting(p.operatorEmissionTokens),
      selling(0),
      `price={ kind: fixed, usdPerToken: ${p.tokenPriceUsd} }`,
    ]);
    const weeks = await seen(rules, ({ rows }) => rows("epochs")[0]!);
    const value = (name: string) => Number(last(weeks)[name]);
    near(value("burned"), e.burnedTokens, 1e-9);
    near(value("customerFundedUsd"), e.customerFundedUsd, 1e-9);
    near(value("netSubsidyUsd"), e.netSubsidyUsd, 1e-9);
    const income = value("customerFundedUsd") + value("netSubsidyUsd");
    near(income, e.operatorIncomeUsd, 1e-9);
    near(value("netSubsidyUsd") / income, e.netSubsidyShare, 1e-9);
    near((value("minted") * value("price")) / income, e.grossSubsidyShare, 1e-9);
    near(value("supply") - Number(weeks[1]!["supply"]), e.supplyChangeTokens, 1e-6);
  });
});

describe("a token that customers need [token-price-anchors]", () => {
  const { parameters: p, expected: e } = form("token-price-anchors");

  it("has the price of the equation of exchange", async () => {
    const rules = rulesWith([
      "duration=78 weeks",
      weekly((p.volumeUsdPerYear * 7) / 365),
      // Operators get all that is bought, and bring it back to the market.
      "settlement={ kind: takeRate, tokenShare: 1, tokenTake: 0 }",
      selling(1),
      `price={ kind: exchange, usdPerToken: 1, velocity: ${p.velocity}, investorTokens: ${p.circulating} }`,
    ]);
    const weeks = await seen(rules, ({ rows }) => rows("epochs")[0]!);
    near(Number(last(weeks)["circulating"]), p.circulating, 1e-9);
    near(Number(last(weeks)["price"]), e.priceExchange, 1e-6);
  });
});

describe("both ledgers of an epoch [two-ledgers-one-epoch]", () => {
  const { parameters: p, expected: e } = form("two-ledgers-one-epoch");

  it("close at the balances of the form", async () => {
    const burns = p.protocolBuysAndBurnsUsd / p.customerSpendUsd;
    const perHour = p.energyUsd / WEEK_HOURS;
    const rules = rulesWith([
      "duration=1 week",
      weekly(p.customerSpendUsd),
      `split={ owner: ${p.split.owner}, miners: ${p.split.miners}, validators: ${p.split.validators} }`,
      minting(p.minted),
      `settlement={ kind: buyback, buybackShare: ${burns}, treasuryShare: ${p.takeRate - burns}, validatorShare: 0 }`,
      pool(p.openingTokens.pool, p.openingUsd.pool, 0, p.poolFee),
      `participants=[{ id: miner, role: miner, count: 1, trainShare: 0, cash: ${p.openingUsd.operators} USD, habitShare: ${p.habitShare}, ` +
        `${costing("a100-colo", { full: perHour * (1 + 1e-9), running: perHour })}}, { id: validator, role: validator, count: 1, stake: 1, habitShare: 0 }]`,
    ]);
    const [week] = await seen(rules, ({ world, rows }) => ({ world, row: rows("epochs")[0]! }));
    const { accounts, market } = week!.world;
    near(market.price, e.clearingPrice, 1e-8);
    // Accounts of the world outside count what they paid and received; those of the form had an opening balance.
    const usd = { ...accounts.usd, protocol: accounts.usd["treasury"]! } as Record<string, number>;
    for (const [account, held] of Object.entries<number>(e.closingUsd))
      within((usd[account] ?? 0) + (account === "customers" ? p.openingUsd.customers : 0), held, 1e-6);
    for (const [account, held] of Object.entries<number>(e.closingTokens))
      within(accounts.tokens[account] ?? 0, held, 1e-6);
    const stake = 1;
    within(supplyOf(accounts) - stake, e.supply, 1e-6);
    near(Number(week!.row["burned"]), e.burnedTokens, 1e-6);
    near(Number(week!.row["soldTokens"]), e.soldTokens, 1e-6);
    near(Number(week!.row["subsidyUsdCashed"]), e.operatorSubsidyUsdCashed, 1e-6);
    // Net of what was bought back: that part of the new tokens customers paid for.
    near(Number(week!.row["netSubsidyUsd"]) + p.protocolBuysAndBurnsUsd, e.operatorSubsidyUsdAtClearing, 1e-6);
    near(Number(week!.row["customerFundedUsd"]) - p.protocolBuysAndBurnsUsd, e.operatorFeesUsd, 1e-6);
  });
});

describe("what is minted", () => {
  it("in an epoch across a halving is counted block by block [emission-within-epoch]", async () => {
    const { parameters: p, expected: e } = form("emission-within-epoch");
    const rules = rulesWith([
      `tempo=${p.epochBlocks}`,
      "duration=4 days",
      `emission={ kind: heightHalving, tokensPerBlock: ${p.tokensPerBlock} tokens/block, intervalBlocks: ${p.halvingBlock} }`,
    ]);
    expect(await network(rules, "minted")).toEqual(e.mintedEpochs0to3);
  });

  it("on a schedule that looks at issuance depends on which one a taper shows it [taper-on-issuance-schedule]", async () => {
    const { parameters: p, expected: e } = form("taper-on-issuance-schedule");
    const after = async (taper: string) => {
      const rules = rulesWith([
        "tempo=36000",
        `duration=${365 * p.at} days`,
        nobody,
        `emission={ kind: exponentialToCap, cap: ${p.cap}, perYear: ${p.rate} }`,
        `taper=${taper}`,
        "price.investorTokens=0",
        selling(0),
        `participants.1.stake=${p.start}`,
      ]);
      return last(await network(rules, "issuance"));
    };
    const halved = (basis: string) =>
      `{ kind: step, at: ${365 * p.taperFrom} days, floor: ${p.taperFactor}, basis: ${basis} }`;
    near(await after("{ kind: never }"), e.shadowAlone, 1e-9);
    near(await after(halved("shadow")), e.onShadowIssuance, 1e-9);
    // The schedule sees the issuance with which an epoch of five days begins: its steps are f (1 - e^(-k d)), not 1 - e^(-f k d).
    near(await after(halved("actual")), e.onActualIssuance, 1e-4);
  });
});
