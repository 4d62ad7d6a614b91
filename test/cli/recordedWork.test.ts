/** Evidence that a trained task gives, written to a run's folder and replayed from it. */
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openRecords } from "../../cli/records/files.ts";
import { readRecordedWork } from "../../cli/run/recordedWork.ts";
import type { Row } from "../../sim/record.ts";
import { tables } from "../../sim/record.ts";
import type { TaskContext, Work, WorkPlan } from "../../sim/task/contract.ts";
import { evidenceColumns, lessonOf, looksOf } from "../../sim/task/evidence.ts";
import { replay } from "../../sim/task/replay.ts";
import { epochsOldOf, formOf, substitutedShare } from "../../sim/task/substitution.ts";
import { dailyContext } from "../laws/kinds.ts";
import { allAudits, digitsTask, plan, SMALL } from "../models/world.ts";
import { manifest, zeros } from "../reports/synthetic.ts";

const operators = ["a", "b", "c"];
const validators = ["v0", "v1"];
const LOOKS = ["outputs", "votes", "training"] as const;

const planOf = (epoch: number, audits: Partial<WorkPlan["audits"]>): WorkPlan =>
  plan(epoch, [8, 8, 8], {
    lessons: ["own", "public", "flipped"],
    substitution: { form: ["int8", "honest", "honest"], share: Float64Array.of(1, 0, 0), epochsOld: new Int32Array(3) },
    audits: { ...allAudits(2, 3), ...audits },
  });

/** What a recorder is told of an epoch's work. */
function rowsOf(planned: WorkPlan, work: Work): Record<string, Row[]> {
  const key = { arm: "keep", epoch: planned.epoch, subnet: 0 };
  const { audits } = planned;
  return {
    ...Object.fromEntries(tables.map(({ name }) => [name, []])),
    miners: operators.map((id, j) => ({
      ...zeros("miners"),
      ...key,
      id,
      planned: planned.steps[j]!,
      steps: work.steps[j]!,
      serves: operators[planned.serves[j]!]!,
      form: formOf(planned, j),
      formShare: substitutedShare(planned, j),
      epochsOld: epochsOldOf(planned, j),
      lesson: lessonOf(planned, j),
      artefact: work.artefact[j]!,
      quality: work.quality[j]!,
      servedQuality: work.servedQuality[j]!,
    })),
    audits: Array.from(audits.miners, (j, k) => ({
      ...zeros("audits"),
      ...key,
      validator: validators[audits.validators[k]!]!,
      miner: operators[j]!,
      found: work.found[k]!,
      questions: audits.publicQuestions ? "public" : "own",
      looks: looksOf(audits).join(" "),
      ...Object.fromEntries(evidenceColumns.map((column) => [column, work.evidence?.[column][k] ?? NaN])),
    })),
  };
}

test("evidence comes back from a run's folder as it was, and what was not looked at is refused", async () => {
  const dir = await mkdtemp(join(tmpdir(), "taper-evidence-"));
  const plans = [planOf(0, { looksAt: LOOKS }), planOf(1, { looksAt: LOOKS, publicQuestions: true }), planOf(2, {})];
  const trained = await digitsTask(SMALL, { operators }).start("keep");
  const files = await openRecords(dir);
  const works: Work[] = [];
  for (const one of plans) {
    works.push(await trained.perform(one));
    await files.write(rowsOf(one, works.at(-1)!));
  }
  await files.close();
  await writeFile(join(dir, "manifest.json"), JSON.stringify(manifest()));

  const recorded = await readRecordedWork(dir, operators, validators);
  const context: TaskContext = {
    ...dailyContext,
    operatorIds: operators,
    validatorIds: validators,
    referenceSteps: 10,
    environment: { recordedWork: () => recorded },
  };
  const learner = await replay.build({ run: dir }, context).start("keep");
  for (const [epoch, one] of plans.entries())
    expect(await learner.perform(one), `epoch ${epoch}`).toEqual(works[epoch]);
  expect(works[1]!.evidence!.difference[0]).toBeGreaterThan(0);
  expect(works[2]).not.toHaveProperty("evidence");
  await expect(learner.perform(planOf(2, { looksAt: ["votes"] }))).rejects.toThrow(
    "epoch 2, arm keep, audits look at votes, recorded was quality; task curve answers other plans",
  );
  await expect(learner.perform(planOf(1, { looksAt: LOOKS }))).rejects.toThrow(
    "audits ask own questions, recorded were public ones",
  );
});
