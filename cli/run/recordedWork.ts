/** The work that a run recorded, for the task `replay`. */
import type {
  Evidence,
  Lesson,
  RecordedWork,
  ServedForm,
  Substitution,
  Work,
  WorkPlan,
} from "../../sim/task/contract.ts";
import { columnsFrom } from "../../sim/task/evidence.ts";
import type { Look } from "../../sim/verification/contract.ts";
import type { Frame } from "../../sim/record.ts";
import { BadInput } from "../errors.ts";
import { readRun } from "../records/read.ts";

type Past = NonNullable<ReturnType<RecordedWork["epoch"]>>;

/**
 * Reads `miners` and `audits` of a run.
 * @param operatorIds, validatorIds roster of the scenario that replays it; ids that the run does not have never served
 * @throws BadInput when the folder holds no complete run
 */
export async function readRecordedWork(
  dir: string,
  operatorIds: readonly string[],
  validatorIds: readonly string[],
): Promise<RecordedWork> {
  const { manifest, frames } = await readRun(dir, { tables: ["miners", "audits"] });
  if (manifest.status !== "complete")
    throw new BadInput(`${dir}: this run is ${manifest.status}; expected a complete one to replay`);
  const miners = rowsByEpoch(frames["miners"]!);
  const audits = rowsByEpoch(frames["audits"]!);
  const operator = new Map(operatorIds.map((id, o) => [id, o]));
  const validator = new Map(validatorIds.map((id, v) => [id, v]));
  return {
    epoch(arm, epoch) {
      if (!manifest.arms.includes(arm) || epoch >= manifest.epochs) return undefined;
      const past = emptyPast(operatorIds.length);
      fillMiners(past, frames["miners"]!, miners.get(`${arm}/${epoch}`) ?? [], operator);
      const found = audits.get(`${arm}/${epoch}`) ?? [];
      const frame = frames["audits"]!;
      return {
        plan: { ...past.plan, audits: auditPlan(frame, found, operator, validator) },
        work: { ...past.work, found: numbers(frame, "found", found), evidence: evidenceOf(frame, found) },
      };
    },
  };
}

function rowsByEpoch(frame: Frame): Map<string, number[]> {
  const arm = frame.columns["arm"] as readonly string[];
  const epoch = frame.columns["epoch"] as Float64Array;
  const rows = new Map<string, number[]>();
  for (let r = 0; r < frame.length; r++) {
    const key = `${arm[r]}/${epoch[r]}`;
    const list = rows.get(key);
    if (list) list.push(r);
    else rows.set(key, [r]);
  }
  return rows;
}

interface EmptyPast {
  readonly plan: Omit<Past["plan"], "audits"> & {
    readonly substitution: Substitution & { readonly form: ServedForm[] };
    readonly lessons: Lesson[];
  };
  readonly work: Omit<Work, "found" | "evidence">;
}

function emptyPast(operators: number): EmptyPast {
  const serves = Int32Array.from({ length: operators }, (_, o) => o);
  return {
    plan: {
      serving: new Uint8Array(operators),
      steps: new Int32Array(operators),
      serves,
      substitution: {
        form: new Array<ServedForm>(operators).fill("honest"),
        share: new Float64Array(operators),
        epochsOld: new Int32Array(operators),
      },
      lessons: new Array<Lesson>(operators).fill("own"),
    },
    work: {
      quality: new Float64Array(operators).fill(NaN),
      servedQuality: new Float64Array(operators).fill(NaN),
      steps: new Int32Array(operators),
      artefact: new Uint32Array(operators),
    },
  };
}

function fillMiners(
  { plan, work }: EmptyPast,
  frame: Frame,
  rows: readonly number[],
  operator: ReadonlyMap<string, number>,
): void {
  const text = (name: string) => frame.columns[name] as readonly string[];
  const value = (name: string) => frame.columns[name] as Float64Array;
  for (const r of rows) {
    const o = known(operator, text("id")[r]!);
    plan.serving[o] = 1;
    plan.serves[o] = known(operator, text("serves")[r]!);
    plan.steps[o] = value("planned")[r]!;
    plan.substitution.form[o] = text("form")[r] as ServedForm;
    plan.substitution.share[o] = value("formShare")[r]!;
    plan.substitution.epochsOld[o] = value("epochsOld")[r]!;
    plan.lessons[o] = text("lesson")[r] as Lesson;
    work.steps[o] = value("steps")[r]!;
    work.quality[o] = value("quality")[r]!;
    work.servedQuality[o] = value("servedQuality")[r]!;
    work.artefact[o] = value("artefact")[r]!;
  }
}

function auditPlan(
  frame: Frame,
  rows: readonly number[],
  operator: ReadonlyMap<string, number>,
  validator: ReadonlyMap<string, number>,
): WorkPlan["audits"] {
  const text = (name: string) => frame.columns[name] as readonly string[];
  const [first] = rows;
  return {
    ...(first !== undefined && { looksAt: text("looks")[first]!.split(" ").filter(Boolean) as Look[] }),
    ...(first !== undefined && text("questions")[first] === "public" && { publicQuestions: true as const }),
    validators: Int32Array.from(rows, (r) => known(validator, text("validator")[r]!)),
    miners: Int32Array.from(rows, (r) => known(operator, text("miner")[r]!)),
  };
}

/** All columns, NaN where nothing was looked at; a replay leaves out what its plan does not look at. */
const evidenceOf = (frame: Frame, rows: readonly number[]): Evidence =>
  columnsFrom((column) => numbers(frame, column, rows));

function numbers(frame: Frame, name: string, rows: readonly number[]): Float64Array {
  return Float64Array.from(rows, (r) => (frame.columns[name] as Float64Array)[r]!);
}

function known(index: ReadonlyMap<string, number>, id: string): number {
  const found = index.get(id);
  if (found === undefined) throw new RangeError(`replay: the recorded run has "${id}", which this scenario does not`);
  return found;
}
