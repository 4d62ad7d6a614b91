import { describe, expect, it } from "vitest";
import { boundPool, watched, type GpuBackend } from "../../models/backend/webgpuDevice.ts";

type Device = GpuBackend["device"];

/** A device that reports one error, of one kind, when its scopes are closed; or that is lost. */
function device({ reports, lost }: { reports?: [kind: string, message: string]; lost?: Promise<{ message: string }> }) {
  const open: string[] = [];
  const made: Device = {
    lost: lost ?? new Promise(() => {}),
    pushErrorScope: (kind) => void open.push(kind),
    popErrorScope: async () => (open.pop() === reports?.[0] ? { message: reports![1] } : null),
  };
  return { made, open };
}

describe("work on a device", () => {
  it("gives its result where the device reports nothing", async () => {
    const { made, open } = device({});
    expect(await watched(made, async () => 7)).toBe(7);
    expect(open).toEqual([]);
  });

  it.each(["validation", "out-of-memory", "internal"])("fails where it reports an error of kind %s", async (kind) => {
    const { made, open } = device({ reports: [kind, "Buffer size exceeds the limit"] });
    await expect(watched(made, async () => 7)).rejects.toThrow("Buffer size exceeds the limit");
    expect(open).toEqual([]);
  });

  it("fails with the error of the device before one of the work that follows from it", async () => {
    const { made } = device({ reports: ["validation", "too large"] });
    const failed = watched(made, () => Promise.reject(new Error("cannot be mapped")));
    await expect(failed).rejects.toMatchObject({ message: "too large", cause: { message: "cannot be mapped" } });
  });

  it("fails with the error of the work where the device reports none", async () => {
    const { made, open } = device({});
    await expect(watched(made, () => Promise.reject(new RangeError("no")))).rejects.toThrow(RangeError);
    expect(open).toEqual([]);
  });

  it("ends when the device is lost, though the work never does", async () => {
    const { made } = device({ lost: Promise.resolve({ message: "unplugged" }) });
    await expect(watched(made, () => new Promise(() => {}))).rejects.toThrow("the device was lost: unplugged");
  });
});

describe("freed buffers", () => {
  it("are kept for the next tensor of their size, up to a bound in all", () => {
    const size = 2 ** 28;
    let destroyed = 0;
    const manager: GpuBackend["bufferManager"] = {
      numBytesUsed: 0,
      numBytesAllocated: 0,
      numFreeBuffers: 0,
      freeBuffers: new Map(),
      releaseBuffer(buffer) {
        manager.freeBuffers.set(`${buffer.size}`, [...(manager.freeBuffers.get(`${buffer.size}`) ?? []), buffer]);
        manager.numBytesUsed -= buffer.size;
        manager.numFreeBuffers++;
      },
    };
    const { made } = device({});
    boundPool({ device: made, bufferManager: manager });
    boundPool({ device: made, bufferManager: manager });
    const kept: number[] = [];
    for (let k = 0; k < 12; k++) {
      const own = size + k;
      manager.numBytesAllocated += own;
      manager.numBytesUsed += own;
      manager.releaseBuffer({ size: own, destroy: () => destroyed++ });
      expect(manager.numBytesAllocated - manager.numBytesUsed).toBeLessThanOrEqual(2 ** 30);
      kept.push(manager.numFreeBuffers);
    }
    expect(kept).toEqual([1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3, 0]);
    expect(destroyed).toBe(12);
  });
});
