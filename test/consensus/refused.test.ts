/** Inputs that no kind takes: each is named by the field that is wrong. */
import { describe, expect, it } from "vitest";
import type { ConsensusInput } from "../../sim/consensus/contract.ts";
import { consensus } from "../../sim/consensus/index.ts";
import { emptyRows, type SparseRows } from "../../sim/core/matrix.ts";
import { dailyContext } from "../laws/kinds.ts";
import { simpleSubnet } from "../laws/subnets.ts";

const ordinary = simpleSubnet(
  [5, 3, 2],
  [
    [0.2, 0.5, 0.3],
    [0.2, 0.5, 0.3],
    [0.1, 0.3, 0.6],
  ],
);

/** Inputs that do not fit together: the field that the error names, and the change that breaks it. */
const refused: [field: string, changes: Partial<Record<keyof ConsensusInput, unknown>>][] = [
  ["n is -1", { n: -1 }],
  ["n is 5.5", { n: 5.5 }],
  ["block is NaN", { block: NaN }],
  ["tempo is -1", { tempo: -1 }],
  ["lastStepBlock is Infinity", { lastStepBlock: Infinity }],
  ["ownerUid is 6", { ownerUid: 6 }],
  ["ownerUid is -1", { ownerUid: -1 }],
  ["ownerUid is 0.5", { ownerUid: 0.5 }],
  ["stake has 5 entries", { stake: [1, 1, 1, 1, 1] }],
  ["stake[2] is -1", { stake: [1, 1, -1, 0, 0, 0] }],
  ["stake[2] is NaN", { stake: [1, 1, NaN, 0, 0, 0] }],
  ["stake[0] is Infinity", { stake: [Infinity, 1, 1, 0, 0, 0] }],
  ["stake add up to Infinity", { stake: [1e308, 1e308, 0, 0, 0, 0] }],
  ["lastUpdate has 7 entries", { lastUpdate: new Float64Array(7) }],
  ["lastUpdate[1] is NaN", { lastUpdate: [0, NaN, 0, 0, 0, 0] }],
  ["registeredAt has 0 entries", { registeredAt: [] }],
  ["registeredAt[5] is NaN", { registeredAt: [0, 0, 0, 0, 0, NaN] }],
  ["permits has 1 entries", { permits: [1] }],
  ["permits[0] is 2", { permits: [2, 0, 0, 0, 0, 0] }],
  ["permits[3] is NaN", { permits: [0, 0, 0, NaN, 0, 0] }],
  ["commitBlocks has 2 entries", { commitBlocks: [0, Infinity] }],
  ["commitBlocks[4] is NaN", { commitBlocks: [0, 0, 0, 0, NaN, 0] }],
  ["weights is 5 x 6", { weights: emptyRows(5, 6) }],
  ["weights is 6 x 7", { weights: emptyRows(6, 7) }],
  ["weights has 6 row starts", { weights: { ...emptyRows(6, 6), start: new Int32Array(6) } }],
  ["weights has 7 row starts from 0 to 0, 1 columns", { weights: { ...rowsOf([3], [1]), start: new Int32Array(7) } }],
  ["weights has 7 row starts from 0 to 2, 2 columns and 1 values", { weights: rowsOf([3, 4], [1]) }],
  [
    "weights row 1 ends before it starts",
    { weights: { ...rowsOf([3], [1]), start: Int32Array.of(0, 1, 0, 1, 1, 1, 1) } },
  ],
  ["weights row 0 has column 3 after 4", { weights: rowsOf([4, 3], [1, 1]) }],
  ["weights row 0 has column 3 after 3", { weights: rowsOf([3, 3], [1, 1]) }],
  ["weights row 0 has column 6", { weights: rowsOf([3, 6], [1, 1]) }],
  ["weights row 0 has column -1", { weights: rowsOf([-1, 3], [1, 1]) }],
  ["weights[0][4] is -0.1", { weights: rowsOf([3, 4], [1, -0.1]) }],
  ["weights[0][3] is NaN", { weights: rowsOf([3, 4], [NaN, 1]) }],
  ["weights add up to Infinity", { weights: rowsOf([3, 4], [Infinity, 1]) }],
  ["weights add up to Infinity", { weights: rowsOf([3, 4], [1e308, 1e308]) }],
  ["bonds is 6 x 5", { bonds: emptyRows(6, 5) }],
  ["bonds row 0 has column 3 after 4", { bonds: rowsOf([4, 3], [1, 1]) }],
  ["bonds[0][3] is -1", { bonds: rowsOf([3], [-1]) }],
  ["bonds[0][3] is NaN", { bonds: rowsOf([3], [NaN]) }],
  ["before.weights is 2 x 2", { before: { weights: emptyRows(2, 2), consensusWeight: new Float64Array(6) } }],
  [
    "before.consensusWeight has 2 entries",
    { before: { weights: emptyRows(6, 6), consensusWeight: new Float64Array(2) } },
  ],
];

/** Six rows, the first with these columns and values. */
function rowsOf(index: number[], value: number[]): SparseRows {
  const start = Int32Array.from({ length: 7 }, (_, i) => (i === 0 ? 0 : index.length));
  return { rows: 6, cols: 6, start, index: Int32Array.from(index), value: Float64Array.from(value) };
}

describe.each(consensus.kinds)("$kind refuses", ({ kind }) => {
  const rule = consensus.build(consensus.schema.parse({ kind }), dailyContext);

  it.each(refused)("%s", (field, changes) => {
    const input = { ...ordinary, ...changes } as ConsensusInput;
    const found = errorOf(() => rule.epoch(input));
    expect(found).toBeInstanceOf(RangeError);
    expect((found as RangeError).message.startsWith(`${kind}: ${field}`), String(found)).toBe(true);
  });

  it("nothing in the input that these are changes of", () => expect(() => rule.epoch(ordinary)).not.toThrow());
});

function errorOf(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  return undefined;
}
