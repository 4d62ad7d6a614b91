import { tabulate, type Vec } from "../core/matrix.ts";
import { emissionEra } from "./blockEmission.ts";
import { rootProportion, rootSells, splitAlphaOut, subnetTerms } from "./coinbase.ts";
import type { NetworkRules } from "./network.ts";
import { alphaBought, spotPrice, taoFetched, weightAfterInjection, type Pool } from "./pool.ts";
import { flowShares, priceShares, type FlowRule } from "./shares.ts";

/** Most blocks that one step takes at once: an hour. */
const MOST_BLOCKS = 300;
/** Most of a pool that the chain's TAO or new alpha of one step may be. */
const MOST_MOVED = 0.01;

/** Rules of the exact step, but for flows net of the chain's own. */
export interface CoarseRules extends Omit<NetworkRules, "shares"> {
  readonly shares: { readonly kind: "price" } | (FlowRule & { readonly netOfProtocol: false });
}

/** A subnet in floats; amounts are units, as in the exact step. All get TAO, and their owners withhold nothing. */
export interface CoarseSubnet {
  /** blocks since it started */
  readonly age: number;
  readonly pool: Pool;
  readonly alphaIssuance: number;
  /** average price, TAO per alpha */
  readonly emaPrice: number;
  /** average TAO that users brought in less what they took out, units a block */
  readonly flowEma: number;
}

export interface CoarseNetwork {
  readonly taoIssuance: number;
  readonly rootTao: number;
  readonly subnets: readonly CoarseSubnet[];
}

/** What users of a subnet do, the same in every block. */
export interface Users {
  /** units of TAO a block that buy alpha */
  readonly buys: number;
  /** fraction of miners' new alpha that is sold */
  readonly sellShare: number;
  /** units of TAO a block that count as brought in by trades that are not played here */
  readonly flow: number;
}

/** What moved in a subnet, units. */
export interface CoarseMoved {
  readonly taoInjected: number;
  readonly alphaInjected: number;
  readonly taoSpent: number;
  readonly alphaOut: number;
  /** alpha of stakers on root: paid to them, and recycled */
  readonly rootPaid: number;
  readonly rootRecycled: number;
}

/**
 * The network after many blocks, an hour or less at a time. The rules are those of the exact step; averages are in closed form
 * over a piece, and of its trades half come before and half after what joins the pools. Stakers on root sell what they get
 * at once and stake the TAO on root.
 *
 * @param blocks whole number, 0 or more
 * @param users  [subnets]
 * @returns the new network, and what moved [subnets]
 * @throws RangeError for blocks that are not a whole number, or users of another number of subnets
 * Source: docs/dtao.md, "In a run".
 */
export function coarseStep(
  rules: CoarseRules,
  start: CoarseNetwork,
  blocks: number,
  users: readonly Users[],
): { readonly network: CoarseNetwork; readonly moved: readonly CoarseMoved[] } {
  if (!Number.isSafeInteger(blocks) || blocks < 0 || users.length !== start.subnets.length)
    throw new RangeError(
      `coarseStep: ${blocks} blocks, ${users.length} users of ${start.subnets.length} subnets; ` +
        "expected a whole number, 0 or more, and users of each",
    );
  const tao = new Issued(start.taoIssuance);
  const subnets = start.subnets.map((subnet, k) => new Playing(rules, subnet, users[k]!));
  let { rootTao } = start;
  for (let left = blocks; left > 0;) {
    const piece = Math.min(left, pieceLength(tao, subnets));
    const minted = tao.emission * piece;
    const prices = tabulate(subnets.length, (k) => subnets[k]!.averageAfter(piece / 2));
    const shares = sharesOf(rules, prices, subnets, piece / 2);
    const sells = rootSells(prices);
    let toRoot = 0;
    for (let k = 0; k < subnets.length; k++) {
      const subnet = subnets[k]!;
      const used = subnet.play({ blocks: piece, tao: minted * shares[k]!, rootTao, sells });
      tao.add(used.tao);
      toRoot += used.toRoot;
    }
    rootTao += toRoot;
    left -= piece;
  }
  return {
    network: { taoIssuance: tao.units, rootTao, subnets: subnets.map((one) => one.subnet) },
    moved: subnets.map(({ moved }) => moved),
  };
}

/** Blocks that move no pool much and pass no halving; 1 at one. */
function pieceLength(tao: Issued, subnets: readonly Playing[]): number {
  let most = Math.min(MOST_BLOCKS, (tao.until - tao.units) / tao.emission);
  for (const { pool, issued, users } of subnets) {
    // What joins the pool is no more than what is minted for participants.
    const toHalving = (issued.until - issued.units) / (2 * issued.emission);
    const ofTao = (MOST_MOVED * pool.tao) / (tao.emission + users.buys);
    most = Math.min(most, toHalving, ofTao, (MOST_MOVED * pool.alpha) / issued.emission);
  }
  return Math.max(1, Math.floor(most));
}

/** By averages in the middle of a piece. */
function sharesOf({ shares }: CoarseRules, prices: Float64Array, subnets: readonly Playing[], blocks: number): Vec {
  if (shares.kind === "price") return priceShares(prices, new Float64Array(prices.length));
  return flowShares(
    tabulate(subnets.length, (k) => subnets[k]!.flowAfter(blocks, shares.smoothing)),
    shares,
  );
}

/** An issuance in floats that only grows, with the emission that it sets. */
class Issued {
  units: number;
  emission = 0;
  until = -Infinity;

  constructor(units: number) {
    this.units = units;
    this.add(0);
  }

  add(amount: number): void {
    this.units += amount;
    if (this.units < this.until) return;
    const { emission, until } = emissionEra(BigInt(Math.round(this.units)));
    this.emission = emission;
    this.until = Number(until);
  }
}

/** A piece of a span, and what it brings to a subnet. */
interface Piece {
  readonly blocks: number;
  /** units of TAO */
  readonly tao: number;
  readonly rootTao: number;
  /** whether stakers on root are paid */
  readonly sells: boolean;
}

/** A subnet while a span is played. */
class Playing {
  readonly pool: { tao: number; alpha: number; taoWeight: number };
  readonly issued: Issued;
  readonly moved = { taoInjected: 0, alphaInjected: 0, taoSpent: 0, alphaOut: 0, rootPaid: 0, rootRecycled: 0 };
  emaPrice: number;
  flowEma: number;
  private age: number;
  /** users' net flow of the piece before, units of TAO a block; the average where there was none */
  private lastFlow: number;
  /** TAO in a piece: of users, net; to root; spent by the chain */
  private usersTao = 0;
  private toRoot = 0;
  private spent = 0;

  constructor(
    private readonly rules: CoarseRules,
    { age, pool, alphaIssuance, emaPrice, flowEma }: CoarseSubnet,
    readonly users: Users,
  ) {
    this.pool = { ...pool };
    this.issued = new Issued(alphaIssuance);
    this.emaPrice = emaPrice;
    this.flowEma = flowEma;
    this.lastFlow = flowEma;
    this.age = age;
  }

  get subnet(): CoarseSubnet {
    const { age, emaPrice, flowEma } = this;
    return { age, pool: { ...this.pool }, alphaIssuance: this.issued.units, emaPrice, flowEma };
  }

  /** The average price after blocks at a spot price; the weight of each block is that at their middle. */
  averageAfter(blocks: number, spot = spotPrice(this.pool)): number {
    const { movingAlpha, halvingBlocks } = this.rules.movingPrice;
    const middle = this.age + (blocks + 1) / 2;
    const ofBlock = (movingAlpha * middle) / (middle + halvingBlocks);
    const weight = -Math.expm1(blocks * Math.log1p(-ofBlock));
    return this.emaPrice + weight * (Math.min(spot, 1) - this.emaPrice);
  }

  /** The average flow after blocks of the last flow. */
  flowAfter(blocks: number, smoothing: number): number {
    return this.lastFlow + (this.flowEma - this.lastFlow) * (1 - smoothing) ** blocks;
  }

  /** @returns TAO that found a use, and TAO for root, units */
  play({ blocks, tao, rootTao, sells }: Piece): { readonly tao: number; readonly toRoot: number } {
    const { rules, pool, issued, users, moved } = this;
    const alpha = issued.emission * blocks;
    const root = rootProportion(rootTao, rules.rootTaoWeight, issued.units + alpha / 2);
    const pots = splitAlphaOut(alpha, rules.ownerCut, root, sells);
    const half = { buys: (users.buys * blocks) / 2, root: pots.root / 2, sold: (users.sellShare * pots.server) / 2 };
    [this.usersTao, this.toRoot, this.spent] = [0, 0, 0];

    // Buys come first before the injection and last after it, so that their order has no effect.
    const spot = spotPrice(pool);
    const early = subnetTerms(tao, alpha, spot, root).excessTao / 2;
    this.buy(early, half.buys);
    this.sell(half.root, half.sold);
    const { taoIn, alphaIn, excessTao } = subnetTerms(tao, alpha, spotPrice(pool), root);
    const beside = this.inject(taoIn, alphaIn);
    this.sell(half.root, half.sold);
    this.buy(Math.max(0, excessTao - early), half.buys);

    issued.add(alpha + (beside ? alphaIn : 0) - pots.recycled);
    this.follow(blocks, (spot + spotPrice(pool)) / 2);
    moved.alphaOut += alpha;
    moved.taoSpent += this.spent;
    moved.rootPaid += pots.root;
    moved.rootRecycled += pots.recycled;
    return { tao: (beside ? taoIn : 0) + this.spent, toRoot: this.toRoot };
  }

  /** Averages take in the piece; flows are not averaged under the rule by price, as on the chain. */
  private follow(blocks: number, spot: number): void {
    const { shares } = this.rules;
    this.emaPrice = this.averageAfter(blocks, spot);
    this.age += blocks;
    if (shares.kind !== "flow") return;
    this.lastFlow = this.users.flow + this.usersTao / blocks;
    this.flowEma = this.flowAfter(blocks, shares.smoothing);
  }

  /** @returns whether the pool takes it */
  private inject(taoIn: number, alphaIn: number): boolean {
    const { pool, moved } = this;
    const weight = weightAfterInjection(pool, taoIn, alphaIn);
    if (weight === null) return false;
    pool.taoWeight = weight;
    pool.tao += taoIn;
    pool.alpha += alphaIn;
    moved.taoInjected += taoIn;
    moved.alphaInjected += alphaIn;
    return true;
  }

  /** TAO of the chain and of users. What the pool refuses is not bought. */
  private buy(chain: number, buys: number): void {
    const { pool } = this;
    const bought = alphaBought(pool, chain + buys);
    if (bought === null) return;
    pool.tao += chain + buys;
    pool.alpha -= bought;
    this.spent += chain;
    this.usersTao += buys;
  }

  /** Alpha of root and of miners. What the pool refuses is not sold. */
  private sell(root: number, sold: number): void {
    const { pool } = this;
    const fetched = root + sold > 0 ? taoFetched(pool, root + sold) : null;
    if (fetched === null) return;
    const toRoot = (fetched * root) / (root + sold);
    pool.tao -= fetched;
    pool.alpha += root + sold;
    this.toRoot += toRoot;
    this.usersTao -= fetched - toRoot;
  }
}
