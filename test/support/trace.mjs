/** Loaded with `node --import`: writes the address of every module that the process loads to the file TAPER_LOADED. */
import { appendFileSync } from "node:fs";
import Module, { register } from "node:module";
import { isMainThread } from "node:worker_threads";

const note = (address) => appendFileSync(process.env.TAPER_LOADED, `${address}\n`);

/** ES modules: this file is its own hook, which runs on a thread of its own. */
export function load(url, context, next) {
  note(url);
  return next(url, context);
}

if (isMainThread) {
  register(import.meta.url);
  const require = Module._load;
  Module._load = function (request, ...rest) {
    note(request);
    return require.call(this, request, ...rest);
  };
}
