import type { NetworkState } from "../../sim/dtao/network.ts";

const floor = (x: number) => BigInt(Math.floor(x));

/**
 * One block by the equations of docs/dtao.md, balances as bigints, nothing shared with the code under test: TAO by price, all
 * subnets eligible and enabled, no halving near.
 */
export function plainBlock(state: NetworkState): NetworkState {
  const block = state.block + 1;
  const prices = state.subnets.map(({ emaPrice }) => emaPrice);
  const total = prices.reduce((a, b) => a + b, 0);
  let taoIssuance = state.taoIssuance;
  const subnets = state.subnets.map((s) => {
    const [y, x, w] = [Number(s.poolTao), Number(s.poolAlpha), s.poolTaoWeight];
    const price = ((1 - w) * y) / (w * x);
    const root = (issued: bigint) => (Number(state.rootTao) * 0.18) / (Number(state.rootTao) * 0.18 + Number(issued));
    const tao = 1e9 * (s.emaPrice / total);
    const cap = root(s.alphaIssuance) * 1e9;
    const alphaIn = Math.min(tao / price, cap);
    const taoIn = tao / price > cap ? cap * price : tao;
    const [dy, dx, excess] = [floor(taoIn), floor(alphaIn), floor(tao - taoIn)];
    const ofTao = w * x * (y + Number(dy));
    const weight = ofTao / ((1 - w) * y * (x + Number(dx)) + ofTao);
    const bought = floor(-x * Math.expm1((-weight / (1 - weight)) * Math.log1p(Number(excess) / y)));
    taoIssuance += dy + excess;
    const issued = s.alphaIssuance + dx + 1_000_000_000n;
    const owner = 1e9 * (11_796 / 65_535);
    const server = (1e9 - owner) / 2;
    const ofRoot = ((1e9 - owner) * root(issued)) / 2;
    const pots = [owner, server, 1e9 - owner - server - ofRoot].map(floor) as [bigint, bigint, bigint];
    const poolTao = s.poolTao + dy + excess;
    const poolAlpha = s.poolAlpha + dx - bought;
    const spot = ((1 - weight) * Number(poolTao)) / (weight * Number(poolAlpha));
    const a = (3e-6 * block) / (block + 201_600);
    return {
      ...s,
      poolTao,
      poolAlpha,
      poolTaoWeight: weight,
      alphaIssuance: issued - floor(ofRoot),
      protocolAlpha: s.protocolAlpha + bought,
      protocolFlow: s.protocolFlow + Number(dy + excess),
      pending: {
        owner: s.pending.owner + pots[0],
        server: s.pending.server + pots[1],
        validator: s.pending.validator + pots[2],
        root: 0n,
      },
      dustAlpha: s.dustAlpha + 1_000_000_000n - pots[0] - pots[1] - pots[2] - floor(ofRoot),
      emaPrice: a * Math.min(spot, 1) + (1 - a) * s.emaPrice,
    };
  });
  return { ...state, block, taoIssuance, subnets };
}
