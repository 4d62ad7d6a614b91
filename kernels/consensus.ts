/**
 * Dense consensus kernels for SIMD, on f64 matrices [rows, cols] whose rows start `stride` elements apart; `stride` is a
 * multiple of 8 and the elements past `cols` are 0. Addresses are in bytes, lengths in elements. Each mirrors one plain
 * function of sim/consensus, named with it; test/consensus/dense.test.ts compares the two.
 *
 * PERF: rows are taken four at a time, so that sums over a column are read and written once for four entries.
 */
export { base } from "./lanes";
export { consensusWeight } from "./search";
export { clippedSums, divideRows, normalizeRows, sparseTrust } from "./sums";
export { averageBonds, bondSums, keepAsU16, mixBonds, rowEarnings, rowProducts, scaleBonds } from "./bonds";
