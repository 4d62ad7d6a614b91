import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Vec } from "../../sim/core/matrix.ts";
import { blockEmission } from "../../sim/dtao/blockEmission.ts";
import { rootProportion, splitAlphaOut, subnetTerms } from "../../sim/dtao/coinbase.ts";
import { lockCost } from "../../sim/dtao/lockCost.ts";
import { movingPrice } from "../../sim/dtao/movingPrice.ts";
import { enabledShares, flowShares, priceShares } from "../../sim/dtao/shares.ts";

/** Cases taken from the chain's own tests; each file names its source. */
const folder = new URL("../vectors/dtao/", import.meta.url);

type Fields = Readonly<Record<string, unknown>>;

const files = readdirSync(folder).map(
  (name) => [name, JSON.parse(readFileSync(new URL(name, folder), "utf8")) as Fields] as const,
);

function expectClose(actual: Vec, wanted: Vec, tolerance: number): void {
  expect(actual.length).toBe(wanted.length);
  Array.from(actual).forEach((value, k) =>
    expect(Math.abs(value - wanted[k]!), `entry ${k} is ${value}, wanted ${wanted[k]}`).toBeLessThanOrEqual(tolerance),
  );
}

/** Half a unit of the last of the ten digits with which root proportions and shares are printed is within this. */
const OF_SHARES = 1e-9;
/** Units. */
const OF_AMOUNTS = 1;
const OF_EMISSION = 2;

interface Emission {
  readonly issuance_rao: string;
  readonly expected_rao: number;
}

interface Moving {
  readonly prev: number;
  readonly spot: number;
  readonly moving_alpha: number;
  readonly blocks_since_start: number;
  readonly halving_blocks: number;
  readonly steps: number;
  readonly expected: number;
  readonly tol: number;
}

interface PriceCase {
  readonly ema_prices: number[];
  readonly miner_burned: number[];
  readonly emission_enabled: boolean[];
  readonly block_emission: number;
  readonly expected_shares: number[];
  readonly expected_emission: number[];
}

interface FlowCase {
  readonly ema_flows: number[];
  readonly cutoff: number;
  readonly exponent: number;
  readonly expected_shares: number[];
  readonly tol: number;
}

interface Proportion {
  readonly root_tao: number;
  readonly tao_weight: number;
  readonly alpha_issuance: number;
  readonly expected: number;
}

interface Injection extends Omit<Proportion, "expected"> {
  readonly tao_emission: number;
  readonly alpha_emission: number;
  readonly price: number;
  readonly root_proportion: number;
  readonly expected: Readonly<Record<"tao_in" | "alpha_in" | "alpha_out" | "excess_tao" | "injection_cap", number>>;
}

interface Split {
  readonly alpha_out: number;
  readonly owner_cut: number;
  readonly root_proportion: number;
  readonly root_sell: boolean;
  readonly expected: Readonly<Record<"owner" | "server" | "validator" | "root_divs" | "recycled_root", number>>;
}

interface Lock {
  readonly last_lock: number;
  readonly min_lock: number;
  readonly last_lock_block: number;
  readonly block: number;
  readonly reduction_interval: number;
  readonly expected: number;
}

function checkMoving(entry: Moving): void {
  const rule = { movingAlpha: entry.moving_alpha, halvingBlocks: entry.halving_blocks };
  // The chain's test updates again and again at one block.
  let price = entry.prev;
  for (let step = 0; step < entry.steps; step++) price = movingPrice(rule, price, entry.spot, entry.blocks_since_start);
  expectClose([price], [entry.expected], entry.tol);
}

function checkPriceShares(entry: PriceCase): void {
  const shares = enabledShares(priceShares(entry.ema_prices, entry.miner_burned), entry.emission_enabled);
  expectClose(shares, entry.expected_shares, OF_SHARES);
  const emission = shares.map((share) => share * entry.block_emission);
  expectClose(emission, entry.expected_emission, OF_EMISSION);
}

function checkInjection(entry: Injection): void {
  const root = rootProportion(entry.root_tao, entry.tao_weight, entry.alpha_issuance);
  expectClose([root], [entry.root_proportion], OF_SHARES);
  const terms = subnetTerms(entry.tao_emission, entry.alpha_emission, entry.price, root);
  const { tao_in, alpha_in, alpha_out, excess_tao, injection_cap, ...rest } = entry.expected;
  expect(rest).toEqual({});
  expectClose(
    [terms.taoIn, terms.alphaIn, terms.alphaOut, terms.excessTao, terms.injectionCap],
    [tao_in, alpha_in, alpha_out, excess_tao, injection_cap],
    OF_AMOUNTS,
  );
}

function checkSplit(entry: Split): void {
  const pots = splitAlphaOut(entry.alpha_out, entry.owner_cut, entry.root_proportion, entry.root_sell);
  const { owner, server, validator, root_divs, recycled_root, ...rest } = entry.expected;
  expect(rest).toEqual({});
  expectClose(
    [pots.owner, pots.server, pots.validator, pots.root, pots.recycled],
    [owner, server, validator, root_divs, recycled_root],
    OF_AMOUNTS,
  );
}

function checkLock(entry: Lock): void {
  const last = { lastLock: BigInt(entry.last_lock), lastLockBlock: entry.last_lock_block };
  const cost = lockCost(last, entry.block, entry.reduction_interval, BigInt(entry.min_lock));
  expect(cost).toBe(BigInt(entry.expected));
}

interface Reader {
  /** fields of a case; one that nobody reads would test less than it says */
  readonly fields: readonly string[];
  readonly check: (entry: never) => void;
}

const reader = <Entry>(check: (entry: Entry) => void, ...fields: (keyof Entry & string)[]): Reader => ({
  fields,
  check: check as Reader["check"],
});

/** What each kind of file holds, list by list. */
const kinds: Readonly<Record<string, Readonly<Record<string, Reader>>>> = {
  block_emission: {
    cases: reader<Emission>(
      (entry) => expect(blockEmission(BigInt(entry.issuance_rao))).toBe(entry.expected_rao),
      ...(["issuance_rao", "expected_rao"] as const),
    ),
  },
  moving_price: {
    cases: reader(
      checkMoving,
      ...([
        "prev",
        "spot",
        "moving_alpha",
        "blocks_since_start",
        "halving_blocks",
        "steps",
        "expected",
        "tol",
      ] as const),
    ),
  },
  subnet_emission_shares: {
    cases: reader(
      checkPriceShares,
      ...(["ema_prices", "miner_burned", "emission_enabled", "block_emission"] as const),
      ...(["expected_shares", "expected_emission"] as const),
    ),
  },
  flow_shares: {
    cases: reader<FlowCase>(
      (entry) => expectClose(flowShares(entry.ema_flows, entry), entry.expected_shares, entry.tol),
      ...(["ema_flows", "cutoff", "exponent", "expected_shares", "tol"] as const),
    ),
  },
  coinbase_terms: {
    root_proportion: reader<Proportion>(
      (entry) =>
        expectClose(
          [rootProportion(entry.root_tao, entry.tao_weight, entry.alpha_issuance)],
          [entry.expected],
          OF_SHARES,
        ),
      ...(["root_tao", "tao_weight", "alpha_issuance", "expected"] as const),
    ),
    injection: reader(
      checkInjection,
      ...(["tao_emission", "alpha_emission", "price", "root_tao", "tao_weight", "alpha_issuance"] as const),
      ...(["root_proportion", "expected"] as const),
    ),
    alpha_out_split: reader(
      checkSplit,
      ...(["alpha_out", "owner_cut", "root_proportion", "root_sell", "expected"] as const),
    ),
  },
  lock_cost: {
    cases: reader(
      checkLock,
      ...(["last_lock", "min_lock", "last_lock_block", "block", "reduction_interval", "expected"] as const),
    ),
  },
};

/** Fields that say where a file or a case comes from, and no number that is compared. */
const about = ["name", "kind", "source", "units", "tolerance", "note", "formula", "description"];
const aboutCase = ["origin", "asserted"];

const tolerances: readonly unknown[] = [
  undefined,
  0,
  "shares 1e-9 abs; emission 2 units abs",
  "root proportion 1e-9; amounts 1 unit (1e-3 relative where capped)",
];

describe.each(files)("%s", (_, file) => {
  const lists = kinds[file.kind as string] ?? {};

  it("is of a kind that is read, with a source and no field that is not read", () => {
    expect(Object.keys(kinds)).toContain(file.kind);
    expect((file.source as Fields).repo).toBeTruthy();
    expect(tolerances).toContain(file.tolerance);
    expect(Object.keys(file).filter((field) => ![...about, ...Object.keys(lists)].includes(field))).toEqual([]);
  });

  it.each(
    Object.entries(lists).flatMap(([list, one]) =>
      ((file[list] ?? []) as Fields[]).map((entry) => [list, JSON.stringify(entry).slice(0, 100), entry, one] as const),
    ),
  )("%s: %s", (_list, _text, entry, { fields, check }) => {
    const found = Object.keys(entry).filter((field) => !aboutCase.includes(field));
    expect(found.sort(), "fields of a case").toEqual([...fields].sort());
    check(entry as never);
  });
});
