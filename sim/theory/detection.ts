/** Chances to be caught over many tasks, and to be flagged though honest. Source: docs/economy.md, "Trust". */
import { count, fraction } from "./domain.ts";

/**
 * Chance that one who cheats in a share of its tasks is caught at least once.   1 - (1 - p d q)^n
 *
 * @param tasks        n, each audited by its own draw
 * @param cheatedShare q: fraction of tasks cheated
 * @param auditRate    p: chance that a task is audited
 * @param detection    d: chance that the audit of a cheat flags it
 * @throws RangeError for shares outside 0..1 and a number of tasks that is not whole
 */
export function caughtOver(tasks: number, cheatedShare: number, auditRate: number, detection: number): number {
  count("caughtOver", "tasks", tasks);
  for (const [name, value] of Object.entries({ cheatedShare, auditRate, detection }))
    fraction("caughtOver", name, value);
  return atLeastOnce(auditRate * detection * cheatedShare, tasks);
}

/**
 * Chance that honest work is flagged at least once.   1 - (1 - p f)^n
 *
 * @param falsePositive f: chance that the audit of honest work flags it
 * @throws RangeError as `caughtOver`
 */
export function honestHitOver(tasks: number, auditRate: number, falsePositive: number): number {
  count("honestHitOver", "tasks", tasks);
  for (const [name, value] of Object.entries({ auditRate, falsePositive })) fraction("honestHitOver", name, value);
  return atLeastOnce(auditRate * falsePositive, tasks);
}

/**
 * Chance that a sample drawn without replacement holds at least one cheated task.
 *
 *   1 - C(N - k, m) / C(N, m) = 1 - prod_{i < k} (1 - m / (N - i))       k and m may change places
 *
 * The product is taken in logarithms over the smaller of k and m, until nothing is left to add: at most about
 * sqrt(40 N) factors, so a million millions of tasks are no trouble.
 *
 * @param tasks   N
 * @param cheated k of them
 * @param drawn   m of them
 * @throws RangeError where more are cheated or drawn than there are, or a number is not whole
 */
export function caughtInSample(tasks: number, cheated: number, drawn: number): number {
  count("caughtInSample", "tasks", tasks);
  for (const [name, value] of Object.entries({ cheated, drawn })) {
    count("caughtInSample", name, value);
    if (value > tasks)
      throw new RangeError(`caughtInSample: ${name} is ${value} of ${tasks} tasks; expected no more than there are`);
  }
  const few = Math.min(cheated, drawn);
  const many = Math.max(cheated, drawn);
  let logMissed = 0;
  for (let i = 0; i < few && Math.expm1(logMissed) > -1; i++)
    logMissed += many >= tasks - i ? -Infinity : Math.log1p(-many / (tasks - i));
  return complement(logMissed);
}

/** 1 - (1 - chance)^times, exact for small chances and many times. */
function atLeastOnce(chance: number, times: number): number {
  return times === 0 ? 0 : complement(times * Math.log1p(-chance));
}

/** 1 - e^log, without a negative zero. */
function complement(log: number): number {
  return log === 0 ? 0 : -Math.expm1(log);
}
