import { defineConfig } from "vitest/config";
import base from "../../vitest.config.ts";

/** Backends that need a driver or a library of their own. Each has a script, and fails where that is missing. */
export default defineConfig({
  ...base,
  cacheDir: "node_modules/.vite-backends", // another config in the same cache would bundle anew each time
  // A GPU in software needs minutes where the processor is shared.
  test: { ...base.test, include: ["test/backends/*.test.ts"], exclude: [], testTimeout: 600_000 },
});
