import * as tf from "@tensorflow/tfjs-core";
// In Node the main entry of TensorFlow.js registers no gradients; this module does.
import "@tensorflow/tfjs-core/dist/register_all_gradients";
import { BACKENDS, type BackendName, type Candidate, Unavailable } from "./contract.ts";
import { cpu } from "./cpu.ts";
import { nodeGpu } from "./nodeGpu.ts";
import { wasm } from "./wasm.ts";
import { webgpu } from "./webgpu.ts";

export { BACKENDS, type BackendName } from "./contract.ts";

/** A backend that is really running. */
export interface Backend {
  readonly name: BackendName;
  /** what it found, e.g. the name of a GPU; may be empty */
  readonly detail: string;
  /**
   * Runs tensor code on this backend, alone: calls wait for each other, since TensorFlow.js has one current backend for
   * the whole process.
   * @throws BackendFailed when the backend breaks down, out of memory for example; says what to do instead
   */
  exclusively<T>(work: () => Promise<T>): Promise<T>;
}

/** Whether a backend works here. */
export interface BackendReport {
  readonly name: BackendName;
  readonly about: string;
  readonly works: boolean;
  /** what it found, or why it does not work */
  readonly detail: string;
}

/** The backend that was asked for does not work here. */
export class BackendUnavailable extends Error {
  override readonly name = "BackendUnavailable";
}

/** The backend broke down at work; `cause` is its own error. */
export class BackendFailed extends Error {
  override readonly name = "BackendFailed";
}

const CANDIDATES: Readonly<Record<BackendName, Candidate>> = { "node-gpu": nodeGpu, webgpu, wasm, cpu };

/**
 * Starts the wanted backend; `auto` takes the best that works.
 * @throws BackendUnavailable that names the backend, says why it does not work and which do; never falls back
 */
export async function choose(wanted: BackendName | "auto" = "auto"): Promise<Backend> {
  tf.enableProdMode(); // no hints on the console, no checks of every value
  if (wanted !== "auto") {
    const tried = await attempt(CANDIDATES[wanted], true);
    if (tried.works) return running(tried);
    throw new BackendUnavailable(
      `backend "${wanted}" is not available: ${tried.detail}; available here: ${await workingBut(wanted)}`,
    );
  }
  const failed: BackendReport[] = [];
  for (const name of BACKENDS) {
    const tried = await attempt(CANDIDATES[name], false);
    if (tried.works) return running(tried);
    failed.push(tried);
  }
  throw new Error(
    `no tensor backend is available: ${failed.map(({ name, detail }) => `${name}: ${detail}`).join("; ")}`,
  );
}

/** Each backend, whether it works here when asked for, and why not. Tries them, so it may take seconds. */
export async function listBackends(): Promise<BackendReport[]> {
  tf.enableProdMode();
  const reports: BackendReport[] = [];
  for (const name of BACKENDS) reports.push(await attempt(CANDIDATES[name], true));
  return reports;
}

/** Starts a backend and checks that it is the one that runs: TensorFlow.js falls back to `cpu` without a word. */
function attempt(candidate: Candidate, asked: boolean): Promise<BackendReport> {
  const { name, about, tensorflowName } = candidate;
  return alone(async () => {
    try {
      const detail = await candidate.open(asked);
      const current = tf.getBackend();
      if (current !== tensorflowName) throw new Unavailable(`TensorFlow.js runs ${current} instead`);
      return { name, about, works: true, detail };
    } catch (error) {
      return { name, about, works: false, detail: (error as Error).message };
    }
  });
}

/** Names of the backends that work here, without one of them. */
async function workingBut(refused: BackendName): Promise<string> {
  const working = (await listBackends()).filter(({ name, works }) => works && name !== refused);
  return working.map(({ name }) => name).join(", ") || "none";
}

function running({ name, detail }: BackendReport): Backend {
  const { tensorflowName, guard = unguarded } = CANDIDATES[name];
  const onIt = async <T>(work: () => Promise<T>): Promise<T> => {
    if (tf.getBackend() !== tensorflowName) await tf.setBackend(tensorflowName);
    if (tf.getBackend() !== tensorflowName) throw new Error(`it has stopped; ${tf.getBackend()} runs instead`);
    return guard(work);
  };
  return {
    name,
    detail,
    async exclusively(work) {
      try {
        return await alone(() => onIt(work));
      } catch (error) {
        throw isMistake(error) ? error : await failure(name, error as Error);
      }
    },
  };
}

const unguarded = <T>(work: () => Promise<T>): Promise<T> => work();

/** What an engine of JavaScript says in a RangeError where an array does not fit. */
const OUT_OF_MEMORY = /allocation failed|out of memory|grow instance memory|invalid typed array length/i;

/** Refused input and faults of the program, which are not the backend's; arrays that do not fit into memory are. */
function isMistake(error: unknown): boolean {
  if (error instanceof RangeError) return !OUT_OF_MEMORY.test(error.message);
  return [TypeError, ReferenceError, SyntaxError].some((kind) => error instanceof kind);
}

async function failure(name: BackendName, cause: Error): Promise<BackendFailed> {
  const reason = cause.message.split("\n")[0]!.replace(/\.$/, "");
  return new BackendFailed(
    `backend "${name}" failed: ${reason}; try a smaller fleet (fewer miners, a smaller model or batch) or another backend; available here: ${await workingBut(name)}`,
    { cause },
  );
}

let last: Promise<unknown> = Promise.resolve();

/** Runs `work` when all that was asked before has ended, well or badly. */
function alone<T>(work: () => Promise<T>): Promise<T> {
  const result = last.then(work, work);
  last = result.catch(() => undefined);
  return result;
}
