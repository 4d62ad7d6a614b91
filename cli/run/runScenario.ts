import packageJson from "../../package.json" with { type: "json" };
import { BACKENDS } from "../../models/backend/contract.ts";
import { trainedTasks } from "../../models/catalog.ts";
import { armsOf, type Arms } from "../../sim/arms.ts";
import type { Manifest } from "../../sim/manifest.ts";
import { begin, run, type RunState } from "../../sim/run.ts";
import type { ParsedScenario } from "../../sim/scenario.ts";
import type { Crew } from "../../sim/task/contract.ts";
import { catalog } from "../catalog.ts";
import type { RunOptions } from "../commands/run.ts";
import { BadInput, exitCodes } from "../errors.ts";
import { openRecords } from "../records/files.ts";
import { readScenario } from "../scenarioFile.ts";
import { lastCheckpoint, removeCheckpoints, saveCheckpoint, type Checkpoint } from "./checkpoints.ts";
import { startThreads, threadsFor } from "./crew.ts";
import { asBadInput, environmentOf } from "./environment.ts";
import { writeExhibits } from "./exhibits.ts";
import { chooseFolder, writeManifest, type RunFolder } from "./folder.ts";
import { manifestOf } from "./manifestOf.ts";
import { progressLine } from "./progress.ts";
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
    if (!options.models) await removeCheckpoints(folder.dir); // it may have been killed before it did
    return showVerdict(folder.dir, options);
  }
  const threads = await startThreads(threadsOf(options, parsed));
  try {
    await playTo(folder, options, parsed, threads);
  } finally {
    await threads?.close();
  }
}

/** Threads that the user asks for, or that a run of so many miners is worth; 1 where nothing is trained. */
function threadsOf({ workers }: RunOptions, { scenario }: ParsedScenario): number {
  if (!trainedTasks.some(({ kind }) => kind === scenario.task.kind)) return 1;
  const miners = scenario.participants.reduce((all, { role, count }) => all + (role === "miner" ? count : 0), 0);
  return workers ?? threadsFor(miners);
}

async function playTo(
  folder: RunFolder,
  options: RunOptions,
  parsed: ParsedScenario,
  crew: Crew | undefined,
): Promise<void> {
  const checkpoint = folder.existing && (await lastCheckpoint(folder.dir));
  const { arms, state, manifest } = await prepare(options, parsed, folder, checkpoint, crew);
  for (const warning of manifest.warnings) console.error(`warning: ${warning}`);
  console.error(
    `${parsed.scenario.name}: ${manifest.epochs} epochs of ${manifest.epochDays} days, arms ${manifest.arms.join(" and ")}, work by ${manifest.backend}, into ${folder.dir}`,
  );
  const finished = await play(arms, state, folder.dir, manifest, checkpoint, options);
  if (!finished) {
    console.error(`stopped; go on with: taper ${goingOn(options, folder.dir)}`);
    process.exitCode = exitCodes.failed;
    return;
  }
  await showVerdict(folder.dir, options);
}

/** The words that go on with a run: all that made it this one, as a shell takes them. */
function goingOn({ scenario, set, seed, backend, workers, png, models }: RunOptions, dir: string): string {
  const words = ["run", scenario, ...set.flatMap((change) => ["--set", change])];
  if (seed !== undefined) words.push("--seed", seed);
  if (backend !== "auto") words.push("--backend", backend);
  if (workers !== undefined) words.push("--workers", String(workers));
  if (!png) words.push("--no-png");
  if (models) words.push("--models");
  words.push("--resume", "--out", dir);
  return words.map((word) => (/^[\w./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`)).join(" ");
}

/** Rules and the state to start from; what does not fit together, or does not work here, is bad input. */
async function prepare(
  { scenario: file, backend }: RunOptions,
  parsed: ParsedScenario,
  { dir, existing }: RunFolder,
  checkpoint: Checkpoint | undefined,
  crew: Crew | undefined,
): Promise<{ arms: Arms; state: RunState; manifest: Manifest }> {
  try {
    const arms = armsOf(parsed, catalog, await environmentOf(backend, parsed.scenario, crew));
    const opening = await begin(arms);
    const manifest = manifestOf(parsed, arms, versions(arms));
    if (existing) refuseOther(dir, existing, manifest);
    return { arms, state: checkpoint?.state ?? opening, manifest };
  } catch (error) {
    throw asBadInput(file, error);
  }
}

/** The bytes of records depend on who did the work and on versions: a run goes on only with those it was started with. */
function refuseOther(dir: string, existing: Manifest, manifest: Manifest): void {
  const depends = ({ taper, backend, versions }: Manifest) => Object.entries({ taper, backend, ...versions });
  const now = new Map(depends(manifest));
  for (const [what, was] of depends(existing)) {
    if (now.get(what) === was) continue;
    throw new BadInput(
      `${dir}: was started with ${what} ${was}, this is ${now.get(what)}; expected ${was}, since the bytes of its records depend on it`,
    );
  }
}

/** Plays what is still to come, recording as it goes. Returns false when it was interrupted; it can be resumed then. */
async function play(
  arms: Arms,
  state: RunState,
  dir: string,
  manifest: Manifest,
  checkpoint: Checkpoint | undefined,
  { png, models }: RunOptions,
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
      if (png && done === manifest.epochs) await writeExhibits(dir, arms, epoch);
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
  if (!models) await removeCheckpoints(dir);
  return true;
}

/** Ctrl-C asks for a stop after the epoch that is being played; a second one stops at once. */
function onInterrupt(): { readonly asked: boolean; ignore(): void } {
  const ask = (): void => {
    if (state.asked) process.exit(130);
    state.asked = true;
  };
  const state = {
    asked: false,
    ignore(): void {
      process.off("SIGINT", ask).off("SIGTERM", ask);
    },
  };
  process.on("SIGINT", ask).on("SIGTERM", ask);
  return state;
}

/** What the bytes of the records depend on. */
function versions({ arms }: Arms): Record<string, string> {
  const { backend } = arms[0]!.rules.task;
  const trained = BACKENDS.some((name) => name === backend);
  return {
    node: process.versions.node,
    ...(trained ? { tensorflow: packageJson.dependencies["@tensorflow/tfjs-core"] } : {}),
  };
}
