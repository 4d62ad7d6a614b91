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
    const working = (await listBackends()).filter(({ works }) => works).map(({ name }) => name);
    throw new BackendUnavailable(
      `backend "${wanted}" is not available: ${tried.detail}; available here: ${working.join(", ") || "none"}`,
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

/** Each backend, whether it works here and why not. Tries them, so it may take seconds. */
export async function listBackends(): Promise<BackendReport[]> {
  tf.enableProdMode();
  const reports: BackendReport[] = [];
  for (const name of BACKENDS) reports.push(await attempt(CANDIDATES[name], false));
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

function running({ name, detail }: BackendReport): Backend {
  const { tensorflowName } = CANDIDATES[name];
  return {
    name,
    detail,
    exclusively: (work) =>
      alone(async () => {
        if (tf.getBackend() !== tensorflowName) await tf.setBackend(tensorflowName);
        if (tf.getBackend() !== tensorflowName)
          throw new Error(`backend "${name}" has stopped; ${tf.getBackend()} runs instead`);
        return work();
      }),
  };
}

let last: Promise<unknown> = Promise.resolve();

/** Runs `work` when all that was asked before has ended, well or badly. */
function alone<T>(work: () => Promise<T>): Promise<T> {
  const result = last.then(work, work);
  last = result.catch(() => undefined);
  return result;
}
