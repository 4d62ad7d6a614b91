/** The bundled command line, run as child processes in folders of their own. */
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const root = join(import.meta.dirname, "../..");
/** 24 weekly epochs of real training, 5 miners, 2 validators; parted at epoch 10 but for the arm never, so 62 epochs are played. */
export const digits = join(root, "test/support/digits.yaml");
export const small = join(root, "test/support/small.yaml");

const made: string[] = [];

/** A fresh folder; `removeFolders` takes all of them away. */
export function folder(): string {
  const dir = mkdtempSync(join(tmpdir(), "taper-cli-"));
  made.push(dir);
  return dir;
}

export function removeFolders(): void {
  for (const dir of made.splice(0)) rmSync(dir, { recursive: true, force: true });
}

/** Bundles the command line below node_modules, so that `dist/`, which others may be using, stays as it is. */
export function bundle(): string {
  const dir = join(root, "node_modules/.cache", `taper-test-${process.pid}`);
  made.push(dir);
  const { status, stderr } = spawnSync(process.execPath, [join(root, "scripts/build.mjs"), dir], { encoding: "utf8" });
  if (status !== 0) throw new Error(`build: ${stderr}`);
  return join(dir, "cli.js");
}

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface Wish {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** called with what came on stderr so far, and with "" at the start; may signal the process */
  readonly watch?: (err: string, kill: (signal: NodeJS.Signals) => void) => void;
}

/** Runs the bundle at `cli` to its end. */
export function taper(cli: string, words: readonly string[], { cwd, env, watch }: Wish): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [cli, ...words], {
      cwd,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let [out, err] = ["", ""];
    const look = () => watch?.(err, (signal) => void child.kill(signal));
    child.stdout.setEncoding("utf8").on("data", (text: string) => (out += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      err += text;
      look();
    });
    child.on("error", reject).on("close", (code) => resolve({ code, out, err }));
    look();
  });
}

/** Every file below a folder, with its bytes as text that can be compared. */
export function contents(dir: string): Record<string, string> {
  const files = readdirSync(dir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name)).sort();
  return Object.fromEntries(paths.map((path) => [path.slice(dir.length + 1), readFileSync(path, "latin1")]));
}

/** Paths at which two sets of files differ: says more than a difference of bytes. */
export function differing(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): string[] {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((path) => a[path] !== b[path]).sort();
}
