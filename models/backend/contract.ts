/** The tensor backends that can be asked for, best first. `auto` takes the first that works. */
export const BACKENDS = ["node-gpu", "webgpu", "wasm", "cpu"] as const;
export type BackendName = (typeof BACKENDS)[number];

/** One way of running tensor code. */
export interface Candidate {
  readonly name: BackendName;
  /** what it runs on, for `taper list backends` */
  readonly about: string;
  /** the name under which TensorFlow.js registers it */
  readonly tensorflowName: string;
  /**
   * Loads what it needs and makes it the current backend of TensorFlow.js.
   * @param asked true where it was asked for by name; then a slow stand-in (a GPU in software) is accepted
   * @returns what it found, e.g. the name of a GPU; empty when there is nothing to add
   * @throws Unavailable with the reason, when it does not work here
   */
  open(asked: boolean): Promise<string>;
  /**
   * Runs tensor code and fails where the device could not do it. Left out where every error is thrown by the call that
   * made it.
   */
  guard?<T>(work: () => Promise<T>): Promise<T>;
}

/** A backend that does not work here; the message is the reason alone. */
export class Unavailable extends Error {
  override readonly name = "Unavailable";
}
