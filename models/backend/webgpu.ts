import { existsSync, readdirSync } from "node:fs";
import * as tf from "@tensorflow/tfjs-core";
import { type Candidate, Unavailable } from "./contract.ts";
import { optional } from "./optional.ts";

/** What is used of a WebGPU adapter. */
interface Adapter {
  readonly info?: {
    readonly vendor?: string;
    readonly architecture?: string;
    readonly description?: string;
    readonly isFallbackAdapter?: boolean;
  };
  readonly isFallbackAdapter?: boolean;
}

interface Gpu {
  requestAdapter(): Promise<Adapter | null>;
}

/** Names of adapters that compute on the CPU. */
const SOFTWARE = /swiftshader|llvmpipe|lavapipe|software|basic render/i;

/** A GPU through Dawn. A GPU in software works, slowly; it is taken only when asked for by name. */
export const webgpu: Candidate = {
  name: "webgpu",
  about: "any GPU through WebGPU (Dawn); optional packages webgpu and @tensorflow/tfjs-backend-webgpu",
  tensorflowName: "webgpu",
  async open(asked) {
    if (process.platform === "linux" && !hasVulkanDriver()) {
      throw new Unavailable(
        "no Vulkan driver is installed (no ICD file in /usr/share/vulkan/icd.d or /etc/vulkan/icd.d)",
      );
    }
    const gpu = await provideGpu();
    const adapter = await gpu.requestAdapter().catch(() => null);
    if (!adapter) throw new Unavailable("WebGPU finds no adapter (on Linux it needs libvulkan.so.1 too)");
    const { vendor = "", architecture = "", description = "" } = adapter.info ?? {};
    const found = [vendor, architecture, description].filter((part) => part !== "").join(" ") || "unnamed adapter";
    const inSoftware =
      adapter.isFallbackAdapter === true || adapter.info?.isFallbackAdapter === true || SOFTWARE.test(found);
    if (inSoftware && !asked)
      throw new Unavailable(`WebGPU finds only an adapter in software (${found}); name it to use it`);
    await optional("@tensorflow/tfjs-backend-webgpu");
    if (!(await tf.setBackend("webgpu"))) throw new Unavailable(`WebGPU does not start on ${found}`);
    return found;
  },
};

/** Looks before Dawn does, which complains on the console. */
function hasVulkanDriver(): boolean {
  if (process.env["VK_ICD_FILENAMES"] || process.env["VK_DRIVER_FILES"]) return true;
  const folders = ["/usr/share/vulkan/icd.d", "/usr/local/share/vulkan/icd.d", "/etc/vulkan/icd.d"];
  return folders.some((folder) => existsSync(folder) && readdirSync(folder).some((file) => file.endsWith(".json")));
}

/** `navigator.gpu` as browsers have it; in Node from Dawn, once per process. */
async function provideGpu(): Promise<Gpu> {
  const scope = globalThis as unknown as { navigator?: { gpu?: Gpu } };
  if (scope.navigator?.gpu) return scope.navigator.gpu;
  const { create, globals } = (await optional("webgpu")) as {
    create: (options: readonly string[]) => Gpu;
    globals: object;
  };
  Object.assign(globalThis, globals);
  const gpu = create([]);
  // Node from 21 on has a navigator without a gpu.
  if (!scope.navigator) Object.defineProperty(globalThis, "navigator", { value: { gpu }, configurable: true });
  else Object.defineProperty(scope.navigator, "gpu", { value: gpu, configurable: true });
  return gpu;
}
