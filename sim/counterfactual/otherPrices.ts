import type { Arm } from "../arms.ts";
import { circulatingOf } from "../ledger.ts";
import { price as priceSlot } from "../price/index.ts";
import type { Price } from "../price/contract.ts";
import type { Rows } from "../record.ts";
import { genesis, type World } from "../world.ts";
import { beforeCut, playQuarter, standing } from "./quarter.ts";
import { armOf, inside, lastEpochOf, yearAfter, type Played, type Window } from "./contract.ts";
import { heldPrice } from "./heldPrice.ts";
import { learnersFrom } from "./learner.ts";
import { playOn } from "./play.ts";

/** Below a cent a day nothing was served that a ratio could compare. */
const EPSILON_USD_PER_DAY = 0.01;
/** Share of the circulating tokens that a pool is opened with. */
const POOL_SHARE = 0.1;

/** A price exchanged for another from a world on. */
interface Change {
  readonly change: string;
  /** the world with what the new price needs */
  readonly of: (world: World) => World;
  readonly price: (price: Price) => Price;
}

/**
 * Retention a year after the cut under another kind of token price from the fork on: one that trades do not move where they do, a
 * pool where they do not.
 *
 * @returns rows of `sensitivities`; none where the run ends before that year does
 * Source: docs/counterfactuals.md, equation 8.
 */
export async function* otherPrices(run: Played, played: () => void = () => {}): AsyncGenerator<Rows, void, void> {
  const window = yearAfter(run);
  if (!window || run.arms.forkEpoch >= lastEpochOf(run)) return;
  const change = armOf(run.arms, "cut").rules.price.exogenous ? await aPool(run, played) : aFixedPrice(run);
  if (!change) return;
  const valueOf = (name: string) => valueUnder(run, armOf(run.arms, name), change, window, played);
  const cut = await valueOf("cut");
  const keep = await valueOf("keep");
  const row = {
    arm: "cut",
    epoch: lastEpochOf(run) - 1,
    subnet: 0,
    change: change.change,
    on: "price",
    retentionYear: keep < EPSILON_USD_PER_DAY ? NaN : cut / keep,
    serviceValueUsd: cut,
  };
  yield { sensitivities: [row] };
}

/** Service value a day of an arm in a window, played from the fork on. */
async function valueUnder(run: Played, arm: Arm, change: Change, window: Window, played: () => void): Promise<number> {
  const rules = { ...arm.rules, price: change.price(arm.rules.price) };
  const learner = await (await learnersFrom(arm, run.fork))();
  const start = change.of(run.fork?.world ?? genesis(arm.rules));
  const { epochDays } = rules.clock;
  let value = 0;
  for await (const { epoch, number } of playOn(rules, start, learner, lastEpochOf(run))) {
    value += number("serviceValueUsd") * inside(epoch, epochDays, window);
    played();
  }
  return value / (window.toDay - window.fromDay);
}

const openingOf = (run: Played): World => run.fork?.world ?? genesis(armOf(run.arms, "cut").rules);

function aFixedPrice(run: Played): Change {
  const usd = openingOf(run).market.price;
  return {
    change: `token price fixed at ${short(usd)} USD`,
    of: (world) => world,
    price: (price) => heldPrice(price, () => usd),
  };
}

/**
 * A pool of a tenth of the circulating tokens, as far as investors hold them, and as many USD, from them too; they bring what is sold
 * in a quarter in which the subsidy is kept and nobody comes or goes, so that the pool stands still without the cut.
 */
async function aPool(run: Played, played: () => void): Promise<Change | undefined> {
  const { market, accounts } = openingOf(run);
  const tokens = Math.min(POOL_SHARE * circulatingOf(accounts), accounts.tokens["investors"] ?? 0);
  const before = await beforeCut(run, played);
  if (!(tokens > 0) || !before) return undefined;
  const { soldUsd, days } = await playQuarter(before, standing(before, 1));
  const usd = tokens * market.price;
  const investors = Math.max(0, soldUsd / days);
  const { rules } = before;
  const entry = { kind: "pool", tokens, usd, weight: 0.5, fee: 0, investors, chase: 0, chaseMemory: 0 };
  const pool = priceSlot.build(entry, { clock: rules.clock, seed: rules.seed });
  return {
    change: `a pool of ${short(tokens)} tokens and ${short(usd)} USD, into which investors bring ${short(investors)} USD a day`,
    of: (world) => withPool(world, tokens, usd, pool),
    price: () => pool,
  };
}

/** Investors turn tokens and USD of theirs into the pool's; what exists stays the same. */
function withPool(world: World, tokens: number, usd: number, { opening }: Price): World {
  const { accounts, market } = world;
  const moved = (held: Readonly<Record<string, number>>, amount: number) => ({
    ...held,
    investors: (held["investors"] ?? 0) - amount,
    pool: (held["pool"] ?? 0) + amount,
  });
  return {
    ...world,
    market: { ...opening, price: market.price },
    accounts: { tokens: moved(accounts.tokens, tokens), usd: moved(accounts.usd, usd) },
  };
}

/** A number as a sentence has it. */
const short = (value: number): string => String(Number(value.toPrecision(3)));
