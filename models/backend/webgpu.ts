import { existsSync, readdirSync } from "node:fs";
import * as tf from "@tensorflow/tfjs-core";
import { type Candidate, Unavailable } from "./contract.ts";
import { optional } from "./optional.ts";
import { boundPool, type Gpu, type GpuBackend, watched } from "./webgpuDevice.ts";

/** Names of adapters that compute on the CPU. */
const SOFTWARE = /swiftshader|llvmpipe|lavapipe|software|basic render/i;

/** A GPU through Dawn. A GPU in software works, slowly; it is taken only when asked for by name. */
export const webgpu: Candidate = {
  name: "webgpu",
  about: "any GPU through WebGPU (Dawn); optional packages webgpu and @tensorflow/tfjs-backend-webgpu",
  tensorflowName: "webgpu",
  async open(asked) {
    if (process.platform === "linux") refuseWithoutVulkan();
    const gpu = await provideGpu();
    const adapter = await gpu.requestAdapter().catch(() => null);
    if (!adapter)
      throw new Unavailable(
        "WebGPU finds no adapter: on Linux it needs the Vulkan loader, libvulkan.so.1 (package libvulkan1)",
      );
    const { vendor = "", architecture = "", description = "" } = adapter.info ?? {};
    const found = [vendor, architecture, description].filter((part) => part !== "").join(" ") || "unnamed adapter";
    const inSoftware =
      adapter.isFallbackAdapter === true || adapter.info?.isFallbackAdapter === true || SOFTWARE.test(found);
    if (inSoftware && !asked) throw new Unavailable(`WebGPU finds only an adapter in software (${found})`);
    await optional("@tensorflow/tfjs-backend-webgpu");
    if (!(await tf.setBackend("webgpu"))) throw new Unavailable(`WebGPU does not start on ${found}`);
    boundPool(current());
    return inSoftware ? `${found}; in software, so taken only when named` : found;
  },
  guard: (work) => watched(current().device, work),
};

const current = (): GpuBackend => tf.backend() as unknown as GpuBackend;

/** Looks before Dawn does, which complains on the console. @throws Unavailable when no driver is installed */
function refuseWithoutVulkan(): void {
  const named = process.env["VK_DRIVER_FILES"] ?? process.env["VK_ICD_FILENAMES"];
  if (named) {
    if (named.split(":").some((file) => existsSync(file))) return;
    throw new Unavailable(`VK_DRIVER_FILES or VK_ICD_FILENAMES names ${named}, which is not there`);
  }
  const folders = ["/usr/share/vulkan/icd.d", "/usr/local/share/vulkan/icd.d", "/etc/vulkan/icd.d"];
  if (folders.some((folder) => existsSync(folder) && readdirSync(folder).some((file) => file.endsWith(".json"))))
    return;
  throw new Unavailable(`no Vulkan driver is installed (no ICD file in ${folders.join(", ")})`);
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
