import type { Classroom } from "./classroom.ts";
import { qualityOf, type Scene } from "./subject.ts";

/** Mean mark of answers to examples. @param row of `answers` in which the answer to the k-th of them is */
export function meanMark(
  { subject }: Classroom,
  day: Scene,
  chosen: Int32Array,
  answers: Float32Array,
  row: (k: number) => number,
): number {
  const { outputs } = subject.net;
  let marks = 0;
  for (let k = 0; k < chosen.length; k++) marks += day.mark(chosen[k]!, answers, row(k) * outputs);
  return marks / chosen.length;
}

export const qualityOfMark = ({ subject }: Classroom, mark: number): number => qualityOf(subject, subject.score(mark));
