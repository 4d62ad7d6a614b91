/**
 * Compiles the kernels (AssemblyScript) and writes each as text into a module of its own, since the engine must not read
 * files. Run by `prepare`, and before the tests.
 */
import { readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");

/** The fleets' kernels work on the memory of the TensorFlow.js wasm backend: they have no data of their own. */
const kernels = [
  { source: "kernels/consensus.ts", target: "sim/consensus/dense/module.generated.ts", flags: [] },
  { source: "kernels/draws.ts", target: "sim/core/draws/module.generated.ts", flags: [] },
  {
    source: "kernels/fleet.ts",
    target: "models/backend/fleetModule.generated.ts",
    flags: ["--importMemory", "--enable", "bulk-memory"],
  },
];

for (const { source, target, flags } of kernels) {
  const compiled = new Map();
  const { error, stderr } = await asc.main(
    [source, "--outFile", "out.wasm", "-O3", "--enable", "simd", "--runtime", "stub", "--noAssert", ...flags],
    {
      readFile: (name) => readFile(join(root, name), "utf8").catch(() => null),
      writeFile: (name, contents) => void compiled.set(name, contents),
      listFiles: () => [],
    },
  );
  const bytes = compiled.get("out.wasm");
  if (error || !bytes) {
    console.error(`kernels: ${source} does not compile\n${stderr.toString()}`);
    process.exit(1);
  }
  const text = `/** ${source} compiled, in base 64; written by scripts/kernels.mjs. */
export const MODULE =
  "${Buffer.from(bytes).toString("base64")}";
`;
  const file = join(root, target);
  if ((await readFile(file, "utf8").catch(() => "")) !== text) await writeFile(file, text);
  console.log(`kernels: ${source}, ${bytes.length.toLocaleString("en-US")} bytes`);
}
