import { consensus } from "../sim/consensus/index.ts";
import type { ConsensusInput } from "../sim/consensus/contract.ts";
import { clock } from "../sim/core/clock.ts";
import { emptyRows, sparseFromPairs } from "../sim/core/matrix.ts";
import { draw } from "../sim/core/random.ts";
import { best, type BenchRow } from "./table.ts";

const SIZES = [
  { validators: 8, miners: 24 },
  { validators: 64, miners: 256 },
];

/** Time of one consensus epoch, every validator scoring every miner. */
export async function benchConsensus(): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const { validators, miners } of SIZES) {
    const input = subnet(validators, miners);
    for (const { kind, schema } of consensus.kinds) {
      const rule = consensus.build(schema.parse({ kind }) as { kind: string }, {
        clock: clock(12, 360, 86_400),
        seed: 1,
      });
      const perSecond = await best(20, () => {
        for (let k = 0; k < 20; k++) rule.epoch(input);
      });
      rows.push({
        name: `consensus, ${kind}, ${validators} x ${miners} dense`,
        value: 1000 / perSecond,
        unit: "ms an epoch",
      });
    }
  }
  return rows;
}

function subnet(validators: number, miners: number): ConsensusInput {
  const n = validators + miners;
  const weight = (i: number, j: number) => 0.2 + draw(1, "weight", i, String(j));
  const rows = Array.from({ length: n }, (_, i) =>
    i < validators ? Array.from({ length: miners }, (_, j): [number, number] => [validators + j, weight(i, j)]) : [],
  );
  return {
    n,
    block: 720,
    tempo: 360,
    stake: Float64Array.from({ length: n }, (_, i) => (i < validators ? 1 + draw(1, "stake", 0, String(i)) : 0)),
    lastUpdate: new Float64Array(n).fill(720),
    registeredAt: new Float64Array(n).fill(-1),
    permits: Uint8Array.from({ length: n }, (_, i) => (i < validators ? 1 : 0)),
    weights: sparseFromPairs(rows, n),
    bonds: emptyRows(n, n),
    lastStepBlock: 360,
    ownerUid: null,
  };
}
