import packageJson from "../../package.json" with { type: "json" };
import { BACKENDS } from "../../models/backend/contract.ts";
import { trainedTasks } from "../../models/catalog.ts";
import { ARMS, type ArmName } from "../../sim/armNames.ts";
import { armsOf, epochsToPlay, type Arms } from "../../sim/arms.ts";
import type { Manifest } from "../../sim/manifest.ts";
import { begin, run, type RunState } from "../../sim/run.ts";
import type { ParsedScenario } from "../../sim/scenario.ts";
import { MOST_SEED } from "../../sim/scenario/schema.ts";
import type { Crew } from "../../sim/task/contract.ts";
import { catalog } from "../catalog.ts";
import type { RunOptions } from "../commands/run.ts";
import { BadInput, exitCodes } from "../errors.ts";
import { openRecords } from "../records/files.ts";
import { readScenario } from "../scenarioFile.ts";
import { playAfter } from "./after.ts";
import { lastCheckpoint, removeCheckpoints, savingTo, type Checkpoint } from "./checkpoints.ts";
import { startThreads, threadsFor } from "./crew.ts";
import { asBadInput, environmentOf } from "./environment.ts";
import { writeExhibits } from "./exhibits.ts";
import { chooseFolder, writeManifest, type RunFolder } from "./folder.ts";
import { onInterrupt } from "./interruption.ts";
import { manifestOf } from "./manifestOf.ts";
import { playSeeds } from "./playSeeds.ts";
import { epochLine, progressLine } from "./progress.ts";
import { showVerdict } from "./showVerdict.ts";
import { readStates, saveStates } from "./states.ts";

/** Epochs between checkpoints: a quarter of a year, at most 64. Shards of records end there, so it depends on nothing else. */
const CHECKPOINT_DAYS = 91;
const CHECKPOINT_EPOCHS = 128;

/** Everything is checked before anything is written. */
export async function runScenario(options: RunOptions, wanted: readonly ArmName[]): Promise<void> {
  const overrides = options.seed === undefined ? options.set : [...options.set, `seed=${options.seed}`];
  const parsed = readScenario(options.scenario, overrides);
  refuseSeeds(options, parsed);
  const folder = await chooseFolder({
    name: parsed.scenario.name,
    hash: parsed.hash,
    out: options.out,
    resume: options.resume,
  });
  const asked: Asked = { options, parsed, wanted, folder };
  const finished = (await playRun(asked)) && (await playOthers(asked));
  if (finished) return showVerdict(folder.dir, options);
  console.error(`stopped; go on with: taper ${goingOn(options, folder.dir)}`);
  process.exitCode = exitCodes.failed;
}

/** What the command asks for. */
interface Asked {
  readonly options: RunOptions;
  readonly parsed: ParsedScenario;
  readonly wanted: readonly ArmName[];
  readonly folder: RunFolder;
}

/** Seeds that could not be played are refused before the first one is. */
function refuseSeeds({ scenario: file, seeds }: RunOptions, { scenario: { seed, task } }: ParsedScenario): void {
  if (seeds > 1 && task.kind === "replay")
    throw new BadInput(`${file}: --seeds is ${seeds} beside task replay; expected 1, the seed that was recorded`);
  if (seed + seeds - 1 > MOST_SEED)
    throw new BadInput(`--seeds is ${seeds} from seed ${seed} on; expected the last one to be ${MOST_SEED} at most`);
}

/** Plays the run itself, unless it is complete. Returns false when it was interrupted. */
async function playRun(asked: Asked): Promise<boolean> {
  const { options, parsed, folder } = asked;
  if (folder.existing?.status === "complete") {
    if (options.seeds > 1) await prepare(asked, undefined, undefined); // refuses other arms, backends and versions
    console.error(`${folder.dir}: this run is complete`);
    if (!options.models) await removeCheckpoints(folder.dir); // it may have been killed before it did
    return true;
  }
  const threads = await startThreads(threadsOf(options, parsed));
  try {
    return await playTo(asked, threads);
  } finally {
    await threads?.close();
  }
}

/** Plays the other seeds that are asked for. Returns false when it was interrupted. */
async function playOthers({ options, parsed, wanted, folder }: Asked): Promise<boolean> {
  const { seeds: count, backend, workers, why } = options;
  if (count === 1) return true;
  return playSeeds({ dir: folder.dir, count, workers, parsed, wanted, backend, why });
}

/** Threads that the user asks for, or that a run of so many miners is worth; 1 where nothing is trained. */
function threadsOf({ workers }: RunOptions, { scenario }: ParsedScenario): number {
  if (!trainedTasks.some(({ kind }) => kind === scenario.task.kind)) return 1;
  const miners = scenario.participants.reduce((all, { role, count }) => all + (role === "miner" ? count : 0), 0);
  return workers ?? threadsFor(miners);
}

async function playTo(asked: Asked, crew: Crew | undefined): Promise<boolean> {
  const { folder, parsed } = asked;
  const checkpoint = folder.existing && (await lastCheckpoint(folder.dir));
  const { arms, state, manifest } = await prepare(asked, checkpoint, crew);
  for (const warning of manifest.warnings) console.error(`warning: ${warning}`);
  console.error(
    `${parsed.scenario.name}: ${manifest.epochs} epochs of ${manifest.epochDays} days, arms ${listed(manifest.arms)}, work by ${manifest.backend}, into ${folder.dir}`,
  );
  return play(arms, state, folder.dir, manifest, checkpoint, asked);
}

/** The words that go on with a run: all that made it this one, as a shell takes them. */
function goingOn(options: RunOptions, dir: string): string {
  const { scenario, set, seed, seeds, arms, backend, workers, png, models, why } = options;
  const words = ["run", scenario, ...set.flatMap((change) => ["--set", change])];
  if (seed !== undefined) words.push("--seed", seed);
  if (seeds !== 1) words.push("--seeds", String(seeds));
  if (arms !== ARMS.join(",")) words.push("--arms", arms);
  if (backend !== "auto") words.push("--backend", backend);
  if (workers !== undefined) words.push("--workers", String(workers));
  if (!png) words.push("--no-png");
  if (!why) words.push("--no-why");
  if (models) words.push("--models");
  words.push("--resume", "--out", dir);
  return words.map((word) => (/^[\w./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`)).join(" ");
}

/** Rules and the state to start from; what does not fit together, or does not work here, is bad input. */
async function prepare(
  { options: { scenario: file, backend }, parsed, wanted, folder: { dir, existing } }: Asked,
  checkpoint: Checkpoint | undefined,
  crew: Crew | undefined,
): Promise<{ arms: Arms; state: RunState; manifest: Manifest }> {
  try {
    const arms = armsOf(parsed, catalog, await environmentOf(backend, parsed.scenario, crew), wanted);
    const opening = await begin(arms);
    const manifest = manifestOf(parsed, arms, versions(arms));
    if (existing) refuseOther(dir, existing, manifest);
    return { arms, state: checkpoint?.state ?? opening, manifest };
  } catch (error) {
    throw asBadInput(file, error);
  }
}

/** The bytes of records depend on arms, on who did the work and on versions: a run goes on only with those it was started with. */
function refuseOther(dir: string, existing: Manifest, manifest: Manifest): void {
  const depends = ({ taper, arms, backend, versions }: Manifest) =>
    Object.entries({ taper, arms: arms.join(","), backend, ...versions });
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
  { options: { png, models, why }, parsed: { scenario } }: Asked,
): Promise<boolean> {
  await writeManifest(dir, { ...manifest, status: "running" });
  const every = Math.min(CHECKPOINT_EPOCHS, Math.max(1, Math.round(CHECKPOINT_DAYS / manifest.epochDays)));
  const records = await openRecords(dir, checkpoint ? { resumeFrom: checkpoint.marks } : {});
  const checkpoints = savingTo(dir, records);
  const progress = progressLine(epochLine);
  const interruption = onInterrupt();
  let played = checkpoint?.played ?? 0;
  const total = epochsToPlay(arms);
  try {
    for await (const epoch of run(arms, state)) {
      await records.write(epoch.tables);
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
      await saveStates(dir, arms, epoch);
      if (done % every === 0 || done === arms.forkEpoch || done === manifest.epochs)
        await checkpoints.save({ played, state: epoch.save() });
      if (interruption.asked && played < total) break;
    }
    await checkpoints.saved();
    if (played < total) return await interrupted(dir, manifest);
    progress.end();
    for await (const rows of why ? playAfter({ arms, scenario, states: () => readStates(dir) }) : []) {
      await records.write(rows);
      if (interruption.asked) return await interrupted(dir, manifest);
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

async function interrupted(dir: string, manifest: Manifest): Promise<false> {
  await writeManifest(dir, { ...manifest, status: "interrupted" });
  return false;
}

/** "cut, keep and never" */
const listed = (names: readonly string[]): string => `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;

/** What the bytes of the records depend on. */
function versions({ arms }: Arms): Record<string, string> {
  const { backend } = arms[0]!.rules.task;
  const trained = BACKENDS.some((name) => name === backend);
  return {
    node: process.versions.node,
    ...(trained ? { tensorflow: packageJson.dependencies["@tensorflow/tfjs-core"] } : {}),
  };
}
