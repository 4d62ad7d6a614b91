import { configDefaults, defineConfig } from "vitest/config";

/**
 * The gradients of TensorFlow.js are only in its ES modules, the "module" entry of its packages. They are bundled once
 * (into node_modules/.vite), since loading its thousand files one by one costs each test file eight seconds.
 */
const bundled = [
  "@tensorflow/tfjs-core",
  "@tensorflow/tfjs-core/dist/register_all_gradients",
  "@tensorflow/tfjs-backend-cpu",
  "@tensorflow/tfjs-backend-wasm",
];

export default defineConfig({
  resolve: { mainFields: ["module", "main"] },
  test: {
    include: ["test/**/*.test.ts"],
    exclude: [...configDefaults.exclude, "test/backends/**"], // these need drivers: npm run test:vulkan, test:node
    environment: "node",
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    deps: {
      optimizer: {
        ssr: {
          enabled: true,
          include: bundled,
          // The wasm backend's CommonJS code asks where it is.
          rolldownOptions: {
            transform: { define: { __dirname: "import.meta.dirname", __filename: "import.meta.filename" } },
          },
        },
      },
    },
    server: { deps: { inline: [/@tensorflow\/tfjs-(core|backend-)/] } }, // parts that are not in the list above
  },
});
