/**
 * Compiles kernels/consensus.ts (AssemblyScript) and writes it as text into the engine, which must not read files:
 * sim/consensus/dense/module.generated.ts. Run by `prepare`, and before the tests.
 */
import { readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const source = "kernels/consensus.ts";
const target = join(root, "sim/consensus/dense/module.generated.ts");

const compiled = new Map();
const { error, stderr } = await asc.main(
  [source, "--outFile", "out.wasm", "-O3", "--enable", "simd", "--runtime", "stub", "--noAssert"],
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
if ((await readFile(target, "utf8").catch(() => "")) !== text) await writeFile(target, text);
console.log(`kernels: ${source}, ${bytes.length.toLocaleString("en-US")} bytes`);
