/** Which folder a run is written to, and its manifest. */
import { existsSync, statSync } from "node:fs";
import { mkdir, readdir, rename, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import type { Manifest } from "../../sim/manifest.ts";
import { BadInput } from "../errors.ts";
import { readManifest } from "../records/read.ts";
import { manifestFile } from "../records/layout.ts";

export interface FolderWish {
  readonly name: string;
  readonly hash: string;
  readonly out: string | undefined;
  readonly resume: boolean;
}

/** A folder to write to, and the manifest of the run that is already there and shall go on. */
export interface RunFolder {
  readonly dir: string;
  readonly existing: Manifest | undefined;
}

/**
 * The folder that was asked for, or the first free one of runs/NAME, runs/NAME-2 ...; with `resume` the one that holds this
 * scenario. Nothing is overwritten.
 * @throws BadInput when it cannot be used, saying why and what would help
 */
export async function chooseFolder({ name, hash, out, resume }: FolderWish): Promise<RunFolder> {
  if (out === undefined) return resume ? unfinished(name, hash) : { dir: await firstFree(name), existing: undefined };
  refuseUnderFile(out);
  const existing = existsSync(manifestFile(out)) ? await readManifest(out) : undefined;
  if (!resume) {
    if (existing)
      throw new BadInput(
        `${out}: holds a run already (${existing.name}, ${existing.status}); expected an empty folder, or --resume`,
      );
    if (existsSync(out) && (await readdir(out)).some((name) => name !== unfinishedManifest))
      throw new BadInput(`${out}: is not empty; expected a new or empty folder`);
    return { dir: out, existing: undefined };
  }
  if (!existing) throw new BadInput(`${out}: holds no run to resume; it has no manifest.json`);
  if (existing.hash !== hash)
    throw new BadInput(
      `${out}: holds a run of another scenario (hash ${existing.hash.slice(0, 12)}, this one is ${hash.slice(0, 12)}); expected the one it was started with`,
    );
  return { dir: out, existing };
}

/** The nearest existing ancestor must be a folder. */
function refuseUnderFile(out: string): void {
  if (out === "") throw new BadInput("--out is empty; expected a folder");
  for (let path = resolve(out); ; path = dirname(path)) {
    if (!existsSync(path)) continue;
    if (!statSync(path).isDirectory())
      throw new BadInput(`${out}: ${path === resolve(out) ? "is a file" : `${path} is a file`}; expected a folder`);
    return;
  }
}

const candidate = (name: string, k: number): string => join("runs", k === 1 ? name : `${name}-${k}`);

async function firstFree(name: string): Promise<string> {
  refuseUnderFile("runs");
  for (let k = 1; ; k++) if (!existsSync(candidate(name, k))) return candidate(name, k);
}

/** The newest folder of this scenario that is not complete. */
async function unfinished(name: string, hash: string): Promise<RunFolder> {
  let found: RunFolder | undefined;
  for (let k = 1; existsSync(candidate(name, k)); k++) {
    const dir = candidate(name, k);
    if (!existsSync(manifestFile(dir))) continue;
    const existing = await readManifest(dir);
    if (existing.hash === hash && (existing.status !== "complete" || !found)) found = { dir, existing };
  }
  if (!found)
    throw new BadInput(
      `runs: holds no run of this scenario to resume; leave out --resume to start one, or name its folder with --out`,
    );
  return found;
}

/** All that a run leaves which was killed while it wrote its first manifest; it can be started again. */
const unfinishedManifest = "manifest.json.tmp";

/** Replaces the manifest whole. */
export async function writeManifest(dir: string, manifest: Manifest): Promise<void> {
  const partial = join(dir, unfinishedManifest);
  await mkdir(dir, { recursive: true });
  await writeFile(partial, `${JSON.stringify(manifest, null, 2)}\n`);
  await rename(partial, manifestFile(dir));
}
