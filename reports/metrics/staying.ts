import { cumulativeIncidence, kaplanMeier, restrictedMean, type KaplanMeier } from "../../sim/theory/survival.ts";
import { armNames, armsPlayed, endOfRun, numbers, rowsOf, table, texts, type Records } from "../records.ts";
import { subsidyEndOf } from "../subsidyEnd.ts";

/** What became of an operator that stopped serving for good: off to the end, or what came of it after that. */
export const exits = ["off", "elsewhere", "gone"] as const;

/** How long the operators of one kind that served at the cut go on serving, in one arm. */
export interface Stay {
  /** that served in the last epoch before the cut */
  readonly operators: number;
  /** share that still serves at the end of the run */
  readonly atEnd: number;
  /** days after which no more than half serve; null where more than half serve to the end */
  readonly medianDays: number | null;
  /** mean days of service, of those to the end of the run */
  readonly meanDays: number;
  /** share that stopped by the end of the run, by what became of it; gone: sold or worn out */
  readonly stopped: Readonly<Record<(typeof exits)[number], number>>;
}

export interface StayOfKind {
  readonly by: "all" | "hardware" | "behaviour";
  readonly name: string;
  readonly arms: Readonly<Record<string, Stay>>;
}

export interface Staying {
  /** end of the last epoch before the cut: times count from here */
  readonly fromDay: number;
  /** days from there to the end of the run */
  readonly days: number;
  readonly kinds: readonly StayOfKind[];
}

/**
 * Survival of the operators that served when the subsidy began to end.
 *
 *   S(t) = Π_{t_i <= t} (1 - d_i/n_i)      C_k(t) = Σ_{t_i <= t} S(t_{i-1}) d_ik/n_i      mean = area under S to the end
 *
 * Time is that of the last epoch in which an operator served, from the cut; who served in the last epoch of the run is
 * censored there. An operator that stops and comes back has not left. Off, elsewhere and gone are competing risks
 * (Aalen-Johansen): off is what stands still to the end. In arm never nobody lost a subsidy; it is left out.
 *
 * @returns the reason where it cannot be told
 * Source: docs/verdict.md, equation 8.
 */
export function stayingOf(records: Records): Staying | string {
  const members = membersOf(records);
  if (typeof members === "string") return members;
  const { fromDay, days, byArm } = members;
  const kinds = new Map<string, { by: StayOfKind["by"]; name: string; arms: Record<string, Stay> }>();
  for (const [arm, all] of byArm)
    for (const by of ["all", "hardware", "behaviour"] as const)
      for (const name of by === "all" ? ["all"] : [...new Set(all.map((one) => one[by]))].sort()) {
        const kind = kinds.get(`${by} ${name}`) ?? { by, name, arms: {} };
        kinds.set(`${by} ${name}`, kind);
        kind.arms[arm] = stayOf(by === "all" ? all : all.filter((one) => one[by] === name), days);
      }
  const order = ["all", "hardware", "behaviour"];
  return { fromDay, days, kinds: [...kinds.values()].sort((a, b) => order.indexOf(a.by) - order.indexOf(b.by)) };
}

/** Curve of all operators, or of those with some hardware, that served at the cut; null where there are none. */
export function stayCurve(records: Records, arm: string, hardware?: string): KaplanMeier | null {
  const members = membersOf(records);
  const all = typeof members === "string" ? [] : (members.byArm.get(arm) ?? []);
  const some = hardware === undefined ? all : all.filter((one) => one.hardware === hardware);
  return some.length === 0 ? null : curveOf(some);
}

interface Member {
  readonly hardware: string;
  readonly behaviour: string;
  /** days that it served after the cut */
  days: number;
  /** 0: still served when last seen; else 1 + place in `exits` */
  exit: number;
}

interface Members {
  readonly fromDay: number;
  readonly days: number;
  readonly byArm: ReadonlyMap<string, readonly Member[]>;
}

const known = new WeakMap<Records, Members | string>();

function membersOf(records: Records): Members | string {
  const found = known.get(records) ?? findMembers(records);
  known.set(records, found);
  return found;
}

function findMembers(records: Records): Members | string {
  const cut = subsidyEndOf(records);
  if (cut === null) return "the subsidy never ends in this scenario";
  const { epochDays } = records.manifest;
  const before = Math.floor(cut.fromDay / epochDays + 1e-6) - 1;
  const last = Math.round(endOfRun(records) / epochDays) - 1;
  if (before < 0) return "the subsidy ends on day 0, so nothing comes before";
  if (last <= before) return "the run ends with the subsidy";
  const { never } = armNames(records.manifest);
  const arms = armsPlayed(records.manifest).filter((arm) => arm !== never);
  const byArm = new Map(arms.map((arm) => [arm, membersOfArm(records, arm, before, last)]));
  if ([...byArm.values()].every((members) => members.length === 0)) return "no operator served before the cut";
  return { fromDay: (before + 1) * epochDays, days: (last - before) * epochDays, byArm };
}

/** PERF: one look-up for each row after the cut; 0.15 s for 1.9 million. */
function membersOfArm(records: Records, arm: string, before: number, last: number): readonly Member[] {
  const frame = table(records, "operators");
  const [epoch, served] = [numbers(frame, "epoch"), numbers(frame, "served")];
  const [id, status, hardware, behaviour] = [
    texts(frame, "id"),
    texts(frame, "status"),
    texts(frame, "hardware"),
    texts(frame, "behaviour"),
  ];
  const members = new Map<string, Member>();
  for (const row of rowsOf(records, "operators", arm)) {
    const e = epoch[row]!;
    if (e < before) continue;
    const serves = served[row] === 1;
    if (e === before && serves)
      members.set(id[row]!, { hardware: hardware[row]!, behaviour: behaviour[row]!, days: 0, exit: 0 });
    const member = members.get(id[row]!);
    if (member === undefined) continue;
    const does = status[row]!;
    if (serves) {
      member.days = (e - before) * records.manifest.epochDays;
      member.exit = e === last ? 0 : exitOf(does);
    } else if (member.exit === offExit && does !== "off") member.exit = exitOf(does);
  }
  return [...members.values()];
}

const offExit = 1;

/** Hardware that stands still is off until something else becomes of it: who lost its place, and who waits for one. */
const exitOf = (status: string): number => 1 + Math.max(0, (exits as readonly string[]).indexOf(status));

function curveOf(members: readonly Member[]): KaplanMeier {
  return kaplanMeier(
    members.map(({ days }) => days),
    members.map(({ exit }) => (exit > 0 ? 1 : 0)),
  );
}

function stayOf(members: readonly Member[], days: number): Stay {
  const curve = curveOf(members);
  const { incidence } = cumulativeIncidence(
    members.map((member) => member.days),
    members.map(({ exit }) => exit),
    exits.length,
  );
  return {
    operators: members.length,
    atEnd: curve.survival.at(-1) ?? 1,
    medianDays: curve.median,
    meanDays: restrictedMean(curve, days),
    stopped: Object.fromEntries(exits.map((name, k) => [name, incidence[k]!.at(-1) ?? 0])) as Stay["stopped"],
  };
}
