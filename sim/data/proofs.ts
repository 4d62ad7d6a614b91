/** What proving an answer takes, as published. */
export interface ProofClass {
  /** compute of an answer with its proof, as a multiple of the answer alone */
  readonly slowdown: number;
  /** seconds until the proof of an answer is there */
  readonly latencySeconds: number;
  /** seconds that a check of a proof takes */
  readonly verifySeconds: number;
  readonly source: string;
  readonly date: string;
}

/** Throughput lost as a fraction, as a multiple of the time.   1 / (1 - loss) */
const slowerBy = (loss: number): number => 1 / (1 - loss);

const serving = "arXiv 2509.18886: 4 to 8 percent of throughput in a confidential virtual machine with a GPU";
const swapping = "arXiv 2505.16501: 45 to 70 percent of throughput where models are swapped";
const zero =
  "1,000 to 10,000 times the compute of the answer; checks 23 ms, 6.9 kB a proof of GPT-2 (arXiv 2603.18046)";

/** Trusted hardware: an enclave signs what it computed. A signature is there with the answer and checked at once. */
export const enclaves = {
  servingLow: { slowdown: slowerBy(0.04), latencySeconds: 0, verifySeconds: 0, source: serving, date: "2025-09" },
  servingHigh: { slowdown: slowerBy(0.08), latencySeconds: 0, verifySeconds: 0, source: serving, date: "2025-09" },
  swappingLow: { slowdown: slowerBy(0.45), latencySeconds: 0, verifySeconds: 0, source: swapping, date: "2025-05" },
  swappingHigh: { slowdown: slowerBy(0.7), latencySeconds: 0, verifySeconds: 0, source: swapping, date: "2025-05" },
} as const satisfies Readonly<Record<string, ProofClass>>;

/** Zero-knowledge proofs of an answer of GPT-2: 25 s by zkGPT, 43 s by the later one. */
export const proofs = {
  low: { slowdown: 1000, latencySeconds: 25, verifySeconds: 0.023, source: zero, date: "2026-03" },
  high: { slowdown: 10_000, latencySeconds: 43, verifySeconds: 0.023, source: zero, date: "2026-03" },
} as const satisfies Readonly<Record<string, ProofClass>>;
