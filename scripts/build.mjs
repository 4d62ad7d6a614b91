/**
 * Bundles cli/main.ts to dist/cli.js and bench/main.ts to dist/bench.js, each with the thread that it starts; an entry that is not
 * there yet is left out.
 * `node scripts/build.mjs FOLDER` writes to another folder, which is not emptied before.
 */
import { existsSync } from "node:fs";
import { chmod, rm } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const [folder] = process.argv.slice(2);
const out = folder === undefined ? join(root, "dist") : resolve(folder);

const entries = {
  cli: "cli/main.ts",
  trainThread: "models/tasks/trained/thread.ts",
  seedThread: "cli/run/seedThread.ts",
  bench: "bench/main.ts",
  guaranteesWorker: "bench/guarantees/worker.ts",
};
const present = Object.fromEntries(Object.entries(entries).filter(([, file]) => existsSync(join(root, file))));

/** Native code, large data, or present only where it could be installed: loaded at run time. */
const external = [
  "@duckdb/node-api",
  "@napi-rs/canvas",
  "@tensorflow/tfjs-node-gpu",
  "canvas",
  "chartjs-node-canvas",
  "dejavu-fonts-ttf",
  "mnist",
  "piscina",
  "webgpu",
];

/** Bundled CommonJS code (the wasm backend of TensorFlow.js among it) asks for these names, which ES modules lack. */
const commonJs = {
  define: { __filename: "__bundleFile", __dirname: "__bundleFolder" },
  banner: `
import { createRequire as __createRequire } from "node:module";
import { dirname as __folderOf } from "node:path";
import { fileURLToPath as __pathOf } from "node:url";
const require = __createRequire(import.meta.url), __bundleFile = __pathOf(import.meta.url), __bundleFolder = __folderOf(__bundleFile);
`.trim(),
};

if (folder === undefined) await rm(out, { recursive: true, force: true });

if (Object.keys(present).length === 0) {
  console.log("build: no entry yet");
} else {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: present,
    outdir: out,
    chunkNames: "chunks/[name]-[hash]",
    bundle: true,
    splitting: true, // a command's code, and the tensor library, are read when they are asked for
    format: "esm",
    platform: "node",
    target: "node20",
    mainFields: ["module", "main"], // the gradients of TensorFlow.js are only in its ES modules
    external,
    define: commonJs.define,
    banner: { js: commonJs.banner },
    legalComments: "none",
    logLevel: "warning",
    metafile: true,
  });
  if (present.cli) await chmod(join(out, "cli.js"), 0o755);
  const bytes = Object.values(metafile.outputs).reduce((sum, file) => sum + file.bytes, 0);
  console.log(`build: ${Object.keys(present).join(", ")}, ${(bytes / 1e6).toFixed(1)} MB`);
}
