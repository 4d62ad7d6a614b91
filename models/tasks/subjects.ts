import type { Subject } from "./trained/subject.ts";

/** What each trained task teaches, by its kind; code and data are loaded when they are asked for. */
const subjects: Readonly<Record<string, (parameters: never, seed: number) => Promise<Subject>>> = {
  charLm: async (chosen, seed) => (await import("./charLmSubject.ts")).charLmSubject(chosen, seed),
  digits: async (chosen) => (await import("./digitsSubject.ts")).digitsSubject(chosen),
  picture: async (chosen, seed) => (await import("./pictureSubject.ts")).pictureSubject(chosen, seed),
  regression: async (chosen, seed) => (await import("./regressionSubject.ts")).regressionSubject(chosen, seed),
  tabular: async (chosen) => (await import("./tabularSubject.ts")).tabularSubject(chosen),
};

/** @param parameters of the task's kind @throws RangeError for a kind that is not trained */
export function subjectOf(kind: string, parameters: object, seed: number): Promise<Subject> {
  const make = subjects[kind];
  if (!make) throw new RangeError(`subject "${kind}" is not there; expected ${Object.keys(subjects).join(", ")}`);
  return make(parameters as never, seed);
}
