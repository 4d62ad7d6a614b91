import js from "@eslint/js";
import { defineConfig, globalIgnores } from "eslint/config";
import tseslint from "typescript-eslint";

/** Imports point one way: core <- data, slots <- engine <- models, reports <- cli, web. */
const noImport = (patterns) => ["error", { patterns }];
const tensors = ["@tensorflow/*", "webgpu"];

export default defineConfig(
  globalIgnores(["dist", "runs", "coverage", "vendor", "kernels", "**/*.generated.ts", "test/vectors", "test/golden"]),
  js.configs.recommended,
  tseslint.configs.recommended,
  {
    rules: {
      // TypeScript checks names; the globals of Node, browsers and workers differ from folder to folder.
      "no-undef": "off",
      "@typescript-eslint/no-unused-vars": [
        "error",
        {
          argsIgnorePattern: "^_",
          varsIgnorePattern: "^_",
          caughtErrorsIgnorePattern: "^_",
          destructuredArrayIgnorePattern: "^_",
        },
      ],
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
    },
  },
  {
    files: ["**/*.ts"],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-misused-promises": "error",
      "@typescript-eslint/await-thenable": "error",
      "@typescript-eslint/no-for-in-array": "error",
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
    },
  },
  {
    // The engine is pure: no clock, no network, no shared generator, nothing of Node, nothing above it.
    files: ["sim/**/*.ts"],
    rules: {
      "no-restricted-globals": [
        "error",
        ...["Date", "fetch", "performance", "process", "Buffer", "setTimeout", "setInterval", "crypto"].map((name) => ({
          name,
          message: "sim/ is pure: what it needs comes in its input.",
        })),
      ],
      "no-restricted-properties": [
        "error",
        { object: "Math", property: "random", message: "Use draw() or stream() of sim/core/random.ts." },
        { object: "globalThis", property: "Date" },
        { object: "globalThis", property: "fetch" },
      ],
      "no-restricted-imports": noImport([
        { group: ["node:*"], message: "sim/ runs in a browser too." },
        { regex: "(^|/)(models|reports|cli|web)(/|$)", message: "Imports point one way: sim/ is below these folders." },
        { group: tensors, message: "Only models/ knows TensorFlow.js." },
      ]),
    },
  },
  {
    // A report is a function of records alone.
    files: ["reports/**/*.ts"],
    rules: {
      "no-restricted-imports": noImport([
        { regex: "(^|/)(models|cli|web)(/|$)", message: "Imports point one way: reports/ is below cli/ and web/." },
        {
          regex: "(^|/)sim/(?!core/|theory/|record\\.ts$|manifest\\.ts$|units\\.ts$)",
          message:
            "Reports read records: of sim/ only core/, theory/ (closed forms), record.ts, manifest.ts and units.ts.",
        },
        { group: tensors, message: "Only models/ knows TensorFlow.js." },
      ]),
    },
  },
  {
    files: ["models/**/*.ts"],
    rules: {
      "no-restricted-imports": noImport([
        { regex: "(^|/)(reports|cli|web)(/|$)", message: "Imports point one way: models/ is below these folders." },
      ]),
    },
  },
);
