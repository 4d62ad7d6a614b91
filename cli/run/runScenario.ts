import packageJson from "../../package.json" with { type: "json" };
import { armsOf, type Arms } from "../../sim/arms.ts";
import { clock as clockOf } from "../../sim/core/clock.ts";
import type { Manifest } from "../../sim/manifest.ts";
import { roster as rosterOf } from "../../sim/roster.ts";
import { begin, run, type RunState } from "../../sim/run.ts";
import type { ParsedScenario, Scenario } from "../../sim/scenario.ts";
import type { Environment } from "../../sim/task/contract.ts";
import { catalog } from "../catalog.ts";
import type { RunOptions } from "../commands/run.ts";
import { BadInput, exitCodes } from "../errors.ts";
import { openRecords } from "../records/files.ts";
import { readScenario } from "../scenarioFile.ts";
import { lastCheckpoint, removeCheckpoints, saveCheckpoint, type Checkpoint } from "./checkpoints.ts";
import { chooseFolder, writeManifest, type RunFolder } from "./folder.ts";
import { manifestOf } from "./manifestOf.ts";
import { progressLine } from "./progress.ts";
import { readRecordedWork } from "./recordedWork.ts";
import { showVerdict } from "./showVerdict.ts";

/** Epochs between checkpoints: a quarter of a year, at most 64. Shards of records end there, so it depends on nothing else. */
const CHECKPOINT_DAYS = 91;
const CHECKPOINT_EPOCHS = 64;

/** Everything is checked before anything is written. */
export async function runScenario(options: RunOptions): Promise<void> {
  const overrides = options.seed === undefined ? options.set : [...options.set, `seed=${options.seed}`];
  const parsed = readScenario(options.scenario, overrides);
  const folder = await chooseFolder({
    name: parsed.scenario.name,
    hash: parsed.hash,
    out: options.out,
    resume: options.resume,
  });
  if (folder.existing?.status === "complete") {
    console.error(`${folder.dir}: this run is complete`);
    await removeCheckpoints(folder.dir); // it may have been killed before it did
    return showVerdict(folder.dir, options);
  }
  const checkpoint = folder.existing && (await lastCheckpoint(folder.dir));
  const { arms, state } = await prepare(options, parsed, folder, checkpoint);
  const manifest = manifestOf(parsed, arms, versions(arms));
  for (const warning of manifest.warnings) console.error(`warning: ${warning}`);
  console.error(
    `${parsed.scenario.name}: ${manifest.epochs} epochs of ${manifest.epochDays} days, arms ${manifest.arms.join(" and ")}, work by ${manifest.backend}, into ${folder.dir}`,
  );
  const finished = await play(arms, state, folder.dir, manifest, checkpoint);
  if (!finished) {
    console.error(`stopped; go on with: taper ${goingOn(options, folder.dir)}`);
    process.exitCode = exitCodes.failed;
    return;
  }
  await showVerdict(folder.dir, options);
}

/** The words that go on with a run: all that made it this one, as a shell takes them. */
function goingOn({ scenario, set, seed, backend, png }: RunOptions, dir: string): string {
  const words = ["run", scenario, ...set.flatMap((change) => ["--set", change])];
  if (seed !== undefined) words.push("--seed", seed);
  if (backend !== "auto") words.push("--backend", backend);
  if (!png) words.push("--no-png");
  words.push("--resume", "--out", dir);
  return words.map((word) => (/^[\w./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`)).join(" ");
}

/** Rules and the state to start from; what does not fit together, or does not work here, is bad input. */
async function prepare(
  options: RunOptions,
  parsed: ParsedScenario,
  { dir, existing }: RunFolder,
  checkpoint: Checkpoint | undefined,
): Promise<{ arms: Arms; state: RunState }> {
  try {
    const environment = await environmentOf(options, parsed.scenario);
    const arms = armsOf(parsed, catalog, environment);
    const opening = await begin(arms);
    const backend = arms.arms[0]!.rules.task.backend;
    if (existing && existing.backend !== backend)
      throw new BadInput(
        `${dir}: was started on backend ${existing.backend}, this is ${backend}; expected --backend ${existing.backend}, since the bytes of trained records depend on it`,
      );
    return { arms, state: checkpoint?.state ?? opening };
  } catch (error) {
    if (error instanceof RangeError || (error as Error).name === "BackendUnavailable")
      throw new BadInput(`${options.scenario}: ${(error as Error).message}`);
    throw error;
  }
}

/** What sim/ cannot know: the backend wanted, and recorded work where the scenario replays some. */
async function environmentOf({ backend }: RunOptions, scenario: Scenario): Promise<Environment> {
  const { task } = scenario as { task: { kind: string; run?: string } };
  if (task.kind !== "replay" || task.run === undefined) return { backend };
  const clock = clockOf(scenario.blockTime, scenario.tempo, scenario.duration);
  const { operators, validators } = rosterOf(scenario, catalog, clock);
  const recorded = await readRecordedWork(task.run, operators.ids, validators.ids);
  return { backend, recordedWork: () => recorded };
}

/** Plays what is still to come, recording as it goes. Returns false when it was interrupted; it can be resumed then. */
async function play(
  arms: Arms,
  state: RunState,
  dir: string,
  manifest: Manifest,
  checkpoint: Checkpoint | undefined,
): Promise<boolean> {
  await writeManifest(dir, { ...manifest, status: "running" });
  const every = Math.min(CHECKPOINT_EPOCHS, Math.max(1, Math.round(CHECKPOINT_DAYS / manifest.epochDays)));
  const records = await openRecords(dir, checkpoint ? { resumeFrom: checkpoint.marks } : {});
  const progress = progressLine();
  const interruption = onInterrupt();
  let played = checkpoint?.played ?? 0;
  const total = arms.forkEpoch + arms.arms.length * (manifest.epochs - arms.forkEpoch);
  try {
    for await (const epoch of run(arms, state)) {
      await records.write(epoch.rows);
      played++;
      const done = epoch.world.epoch;
      const row = epoch.rows["epochs"]![0]!;
      progress.show({
        played,
        total,
        arms: epoch.arms,
        epoch: done,
        serving: Number(row["serving"]),
        meanQuality: Number(row["meanQuality"]),
      });
      if (done % every === 0 || done === arms.forkEpoch || done === manifest.epochs)
        await saveCheckpoint(dir, { played, state: epoch.save(), marks: await records.flush() });
      if (interruption.asked && played < total) {
        await writeManifest(dir, { ...manifest, status: "interrupted" });
        return false;
      }
    }
  } finally {
    progress.end();
    interruption.ignore();
    await records.close();
  }
  await writeManifest(dir, { ...manifest, status: "complete" });
  await removeCheckpoints(dir);
  return true;
}

/** Ctrl-C asks for a stop after the epoch that is being played; a second one stops at once. */
function onInterrupt(): { readonly asked: boolean; ignore(): void } {
  const state = { asked: false, ignore: () => process.off("SIGINT", ask).off("SIGTERM", ask) as unknown as void };
  function ask(): void {
    if (state.asked) process.exit(130);
    state.asked = true;
  }
  process.on("SIGINT", ask).on("SIGTERM", ask);
  return state;
}

/** What the bytes of the records depend on. */
function versions({ arms }: Arms): Record<string, string> {
  const trained = ["wasm", "cpu", "webgpu", "node-gpu"].some((name) => arms[0]!.rules.task.backend.startsWith(name));
  return {
    node: process.versions.node,
    ...(trained ? { tensorflow: packageJson.dependencies["@tensorflow/tfjs-core"] } : {}),
  };
}
