import type { Work } from "../../../sim/task/contract.ts";
import type { AuditPlan } from "../../../sim/verification/contract.ts";
import type { Architecture } from "../../fleet/architecture.ts";
import { SAME_NUMBER } from "./difference.ts";
import { likeliest } from "./subject.ts";

/** What was answered to audits, as plain data: threads answer for some pairs each, and votes need all of an auditor's. */
export interface Said {
  readonly target: Architecture["target"];
  /** numbers of an answer: one, the class, or the net's outputs */
  readonly width: number;
  /** answers that an audit checks */
  readonly size: number;
  /** [pairs, size, width]; NaN where nobody answered */
  readonly values: Float32Array;
}

export function nothingSaid({ outputs, target }: Architecture, pairs: number, size: number): Said {
  const width = target === "class" ? 1 : outputs;
  return { target, width, size, values: new Float32Array(pairs * size * width).fill(NaN) };
}

/** Notes the answers of a pair. Writes `said`. @param outputs [size, net.outputs] */
export function note({ target, width, size, values }: Said, pair: number, outputs: Float32Array): void {
  const at = pair * size * width;
  if (target === "numbers") return values.set(outputs, at);
  const classes = outputs.length / size;
  for (let k = 0; k < size; k++) values[at + k] = likeliest(outputs, k * classes, classes);
}

/** Work with the votes counted; as it is where answers were not compared. */
export function counted(audits: AuditPlan, work: Work, said: Said | undefined): Work {
  if (!said) return work;
  return { ...work, evidence: { ...work.evidence!, outvoted: outvotedOf(audits, said) } };
}

/**
 * Share of each pair's answers that are other than what most of those say whom the auditor asked the same: the commonest class, that
 * of the lower miner where two are as common; or the median, the lower one of two, from which a number may be 0.01 off.
 * @returns [pairs]; NaN where nobody answered
 */
export function outvotedOf({ validators, miners }: AuditPlan, { target, width, size, values }: Said): Float64Array {
  const outvoted = new Float64Array(miners.length).fill(NaN);
  const said = (pair: number, k: number) => values[pair * size * width + k]!;
  for (const asked of byAuditor(validators, (pair) => !Number.isNaN(said(pair, 0)))) {
    const sorted = asked.sort((a, b) => miners[a]! - miners[b]!);
    const against = new Map(sorted.map((pair) => [pair, new Set<number>()]));
    for (let k = 0; k < size * width; k++) {
      const answers = sorted.map((pair) => said(pair, k));
      const verdict = target === "class" ? commonest(answers) : median(answers);
      const off = target === "class" ? 0 : SAME_NUMBER;
      sorted.forEach((pair, which) => {
        if (Math.abs(answers[which]! - verdict) > off) against.get(pair)!.add(Math.floor(k / width));
      });
    }
    for (const [pair, requests] of against) outvoted[pair] = requests.size / size;
  }
  return outvoted;
}

/** The pairs of each auditor that were answered. */
function byAuditor(validators: Int32Array, answered: (pair: number) => boolean): Iterable<number[]> {
  const pairs = new Map<number, number[]>();
  validators.forEach((validator, pair) => {
    if (!answered(pair)) return;
    const own = pairs.get(validator);
    if (own) own.push(pair);
    else pairs.set(validator, [pair]);
  });
  return pairs.values();
}

/** The most frequent answer, the earliest one where two are as frequent. */
function commonest(answers: readonly number[]): number {
  const votes = new Map<number, number>();
  for (const answer of answers) votes.set(answer, (votes.get(answer) ?? 0) + 1);
  return [...votes].reduce((top, one) => (one[1] > top[1] ? one : top))[0];
}

const median = (answers: readonly number[]): number =>
  Float64Array.from(answers).sort()[Math.floor((answers.length - 1) / 2)]!;
