/** A thread that plays seeds: what the threads of `--seeds` run. */
export { playSeed as default } from "./playSeed.ts";
