import { beforeAll, describe, expect, it } from "vitest";
import type { Arms } from "../../sim/arms.ts";
import { sum } from "../../sim/core/matrix.ts";
import { post, supplyOf, type Accounts, type Transfer } from "../../sim/ledger.ts";
import type { Row } from "../../sim/record.ts";
import type { Rules } from "../../sim/rules.ts";
import { begin, run } from "../../sim/run.ts";
import type { World } from "../../sim/world.ts";
import { armsOfFile, playAll, SMALL } from "../support/play.ts";
import { markets } from "../support/markets.ts";
import { settlements } from "../support/settlements.ts";

/** Accounts of the world outside: their balance is a net position and may be negative. */
const OPEN = ["mint", "recycled", "customers", "grants", "investors", "backers", "chain", "outside"];
const totalOf = (balances: Readonly<Record<string, number>>) => sum(Object.values(balances));

/** Largest of what went through a ledger, so that a tolerance has a scale. */
const near = (a: number, b: number, scale: number) =>
  expect(Math.abs(a - b)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(a), Math.abs(b), scale));

/** Every epoch of the arms: the world before, the world after, the transfers between. */
async function epochsOf(arms: Arms): Promise<{ before: World; after: World; flows: Row[] }[]> {
  const epochs: { before: World; after: World; flows: Row[] }[] = [];
  const opening = (await begin(arms)).world;
  const worlds = new Map<string, World>();
  for await (const { world, rows, arms: names } of run(arms, await begin(arms))) {
    const flows = rows["flows"]!.filter((row) => row["arm"] === names[0]);
    epochs.push({ before: worlds.get(names[0]!) ?? opening, after: world, flows });
    for (const name of names) worlds.set(name, world);
  }
  return epochs;
}

const worlds = [
  ["as it is", []],
  ["with the fixed price", ["price={kind: fixed, usdPerToken: 1}"]],
  ["with a pool that weighs the token little", ["price.weight=0.2"]],
  [
    "with a price by date",
    ["price={kind: path, points: [{at: 0 days, usdPerToken: 1}, {at: 1 year, usdPerToken: 0.2}]}"],
  ],
  ["with a price that walks", ["price={kind: gbm, usdPerToken: 1, volatility: 0.9}"]],
  [
    "with a price that returns",
    ["price={kind: meanReverting, usdPerToken: 1, mean: 0.5, reversion: 60 days, volatility: 0.9}"],
  ],
  [
    "with a price that sales push",
    ["price={kind: impact, usdPerToken: 1, volumePerDay: 500 USD/day, volatility: 0.9}"],
  ],
  [
    "with a price by the equation of exchange",
    ["price={kind: exchange, usdPerToken: 1, velocity: 0.05}", "settlement={kind: takeRate, tokenShare: 0.5}"],
  ],
  [
    "with a price of burn and mint",
    ["price={kind: burnMint, usdPerToken: 1}", "settlement={kind: burnMint}", "taper.floor=0.1"],
  ],
  ["without customers", ["demand={kind: none}", "workload={kind: none}"]],
  ["with fees for the treasury", ["settlement.treasuryShare=0.2", "market.usdPerRequest=0.01 USD/request"]],
  [
    "with a price for uids, none of them free",
    [
      "maxUids=15",
      "emission.tokensPerBlock=0.08 tokens/block",
      "registration={kind: burn, min: 0.5, halfLifeBlocks: 50400, minNonImmune: 0}",
      "participants.follower.stake=0 tokens",
    ],
  ],
  [
    "with a chain that adds to the pool",
    [
      "emission={kind: dynamicTao, usdPerTao: 300, taoIssuance: 10600000, rootTao: 6000000, averagePrice: 0.01, others: [" +
        "{name: dear, taoReserve: 90000, alphaReserve: 90000, alphaOutside: 900000, buysPerDay: 900 tokens/day, sellShare: 0.5}]}",
      "price={kind: pool, tokens: 1000000, usd: 3000000 USD}",
    ],
  ],
  ["with dear audits", ["verification.usdPerAudit=0.6 USD", "settlement.validatorShare=0.02"]],
  ...Object.entries(markets).map(([name, market]): [string, string[]] => [`with market ${name}`, [`market=${market}`]]),
  ...Object.values(settlements).flatMap((settlement): [string, string[]][] => [
    [`with ${settlement}`, [`settlement=${settlement}`]],
    [`with ${settlement} at a fixed price`, [`settlement=${settlement}`, "price={kind: fixed, usdPerToken: 1}"]],
  ]),
] satisfies [string, string[]][];

describe.each(worlds)("the small world %s", (_, overrides) => {
  let epochs: Awaited<ReturnType<typeof epochsOf>>;
  beforeAll(async () => void (epochs = await epochsOf(armsOfFile(SMALL, overrides))));

  it("closes both ledgers in every epoch", () => {
    expect(epochs).toHaveLength(26 + 2 * 26);
    const [{ before: genesis }] = epochs as [(typeof epochs)[0]];
    for (const { before, after } of epochs) {
      near(supplyOf(after.accounts), after.token.supply, 0);
      near(totalOf(after.accounts.tokens), totalOf(genesis.accounts.tokens), after.token.supply);
      near(totalOf(after.accounts.usd), totalOf(genesis.accounts.usd), -(after.accounts.usd["backers"] ?? 0));
      near(
        after.token.supply - before.token.supply,
        minted(before, after) - into("recycled", before, after) - into("burn", before, after),
        after.token.supply,
      );
    }
  });

  it("has columns that add up to their accounts, and accounts that the flows explain", () => {
    for (const { before, after, flows } of epochs) {
      const { operators, validators, accounts, market } = after;
      near(sum(operators.usd), accounts.usd["operators"]!, 0);
      near(sum(operators.tokens), accounts.tokens["operators"] ?? 0, 0);
      near(sum(validators.usd), accounts.usd["validators"]!, 0);
      near(sum(validators.tokens), accounts.tokens["validators"] ?? 0, 0);
      near(sum(validators.stake), accounts.tokens["stake"]!, 0);
      near(market.poolTokens, accounts.tokens["pool"]!, 0);
      near(market.poolUsd, accounts.usd["pool"]!, 0);
      for (const ledger of ["tokens", "usd"] as const)
        for (const [account, held] of Object.entries(accounts[ledger])) {
          const moved = flows
            .filter((flow) => flow["ledger"] === ledger)
            .map(
              (flow) => Number(flow["amount"]) * (Number(flow["to"] === account) - Number(flow["from"] === account)),
            );
          near(held, (before.accounts[ledger][account] ?? 0) + sum(moved), sum(moved.map(Math.abs)));
        }
    }
  });

  it("leaves no account below zero but those of the world outside", () => {
    for (const { after } of epochs) {
      for (const ledger of ["tokens", "usd"] as const)
        for (const [account, held] of Object.entries(after.accounts[ledger]))
          if (!OPEN.includes(account)) expect(held, `${account} in ${ledger}`).toBeGreaterThanOrEqual(-1e-9);
      for (const column of [after.operators, after.validators])
        expect(Math.min(...column.usd, ...column.tokens)).toBeGreaterThanOrEqual(0);
    }
  });
});

const minted = (before: World, after: World) =>
  (before.accounts.tokens["mint"] ?? 0) - (after.accounts.tokens["mint"] ?? 0);
const into = (account: string, before: World, after: World) =>
  (after.accounts.tokens[account] ?? 0) - (before.accounts.tokens[account] ?? 0);

describe("a rule that breaks the books is caught", () => {
  /** The small world with one rule changed. */
  const broken = (change: (rules: Rules) => Partial<Rules>) => {
    const { arms, forkEpoch } = armsOfFile(SMALL);
    return playAll({ forkEpoch, arms: arms.map((arm) => ({ ...arm, rules: { ...arm.rules, ...change(arm.rules) } })) });
  };
  const clearing = (wrong: (cleared: ReturnType<Rules["price"]["clear"]>) => Partial<typeof cleared>) =>
    broken(({ price }) => ({
      price: {
        ...price,
        clear(input) {
          const cleared = price.clear(input);
          return { ...cleared, ...wrong(cleared) };
        },
      },
    }));

  it("when sellers get more USD than the pool gives", async () => {
    await expect(
      clearing(({ proceedsUsd }) => ({ proceedsUsd: proceedsUsd.map((usd) => 1.01 * usd) })),
    ).rejects.toThrow(
      /^epoch 0, ledger usd: pool holds [\d.]+, its transfers say [\d.]+ \(allowed difference .+\); largest: token (sale|purchase), [\d.]+ from \w+ to \w+$/,
    );
  });

  it("when tokens vanish on their way to the pool", async () => {
    await expect(
      clearing(({ state }) => ({ state: { ...state, poolTokens: state.poolTokens - 1e-3 } })),
    ).rejects.toThrow(
      /^epoch 0, ledger tokens: pool holds [\d.]+, its transfers say [\d.]+ .*; largest: purchase, [\d.]+ from pool to investors$/,
    );
  });

  it("when a seller sells tokens that it does not have", async () => {
    const more = ({ state, soldTokens }: ReturnType<Rules["price"]["clear"]>) => ({
      soldTokens: soldTokens.map((sold) => sold + 100),
      state: { ...state, poolTokens: state.poolTokens + 100 * soldTokens.length },
    });
    await expect(clearing(more)).rejects.toThrow(
      /^epoch 0, ledger tokens: operators holds [\d.]+, its transfers say -[\d.]+ .*; largest: sale, [\d.]+ from operators to pool$/,
    );
  });

  it("when an amount is no number", async () => {
    await expect(
      broken(({ settlement }) => ({
        settlement: {
          ...settlement,
          split: (input) => ({ ...settlement.split(input), treasuryUsd: NaN }),
        },
      })),
    ).rejects.toThrow("epoch 0, ledger usd: share of fees from customers to treasury is NaN; expected 0 or more");
  });
});

describe("post", () => {
  const opening: Accounts = { tokens: { operators: 5 }, usd: { operators: 10, pool: 3 } };
  const pay = (from: string, to: string, why: string, amount: number): Transfer => ({
    ledger: "usd",
    from,
    to,
    why,
    amount,
  });
  const transfers = [
    pay("operators", "pool", "small", 1),
    pay("customers", "operators", "fees", 7),
    pay("operators", "outside", "cost", 4),
  ];
  const posted = (closing: Record<string, number>, more: Transfer[] = []) =>
    post(812, opening, [...transfers, ...more], { tokens: {}, usd: closing });

  it("moves what the transfers say, and takes closing balances from the columns", () => {
    expect(posted({ operators: 12 + 1e-12 })).toEqual({
      tokens: { operators: 5 },
      usd: { operators: 12 + 1e-12, pool: 4, customers: -7, outside: 4 },
    });
  });

  it("names epoch, account, both balances and the largest flow when they differ", () => {
    expect(() => posted({ operators: 12.5 })).toThrow(
      "epoch 812, ledger usd: operators holds 12.5, its transfers say 12 (allowed difference 1.2e-8); largest: fees, 7 from customers to operators",
    );
    expect(() => posted({ backers: 1 })).not.toThrow(); // no transfer touched it, and it is open
  });

  it("refuses a balance below zero, but of the world outside", () => {
    expect(() => posted({ pool: -96 }, [pay("pool", "operators", "gift", 100)])).toThrow(
      /pool would hold -96; expected 0 or more; largest: gift, 100/,
    );
    expect(posted({}, [pay("backers", "operators", "equity", 100)]).usd["backers"]).toBe(-100);
  });

  it.each([-1, NaN, Infinity])("refuses a transfer of %d", (amount) => {
    expect(() => posted({}, [pay("a", "b", "nothing", amount)])).toThrow(
      `epoch 812, ledger usd: nothing from a to b is ${amount}; expected 0 or more`,
    );
  });
});
