/** What is used of WebGPU and of its backend of TensorFlow.js, beyond what they promise. */

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

export interface Gpu {
  requestAdapter(): Promise<Adapter | null>;
}

interface Device {
  readonly lost: Promise<{ readonly message: string }>;
  pushErrorScope(filter: string): void;
  popErrorScope(): Promise<{ readonly message: string } | null>;
}

interface Buffer {
  readonly size: number;
  destroy(): void;
}

interface BufferManager {
  numBytesUsed: number;
  numBytesAllocated: number;
  numFreeBuffers: number;
  readonly freeBuffers: Map<string, Buffer[]>;
  releaseBuffer(buffer: Buffer, reuse?: boolean): void;
}

export interface GpuBackend {
  readonly device: Device;
  readonly bufferManager: BufferManager;
}

const KINDS = ["validation", "out-of-memory", "internal"] as const;

/**
 * Runs work on a device and fails where the device reports an error. WebGPU throws none: a buffer that does not fit is
 * read as zeros.
 */
export async function watched<T>(device: Device, work: () => Promise<T>): Promise<T> {
  KINDS.forEach((kind) => device.pushErrorScope(kind));
  const lost = device.lost.then(({ message }) => Promise.reject(new Error(`the device was lost: ${message}`)));
  let result: T | undefined;
  let thrown: unknown;
  try {
    result = await Promise.race([work(), lost]);
  } catch (error) {
    thrown = error;
  }
  const reported = await Promise.all(KINDS.map(() => device.popErrorScope().catch((error) => error as Error)));
  const first = reported.find((error) => error !== null);
  if (first) throw new Error(first.message, { cause: thrown });
  if (thrown !== undefined) throw thrown;
  return result as T;
}

/** Bytes of freed buffers that may wait for a tensor of their size. */
const MOST_KEPT = 2 ** 30;

const bounded = new WeakSet<BufferManager>();

/**
 * Bounds the freed buffers that TensorFlow.js keeps. It keeps all of them, by size, and the stacks of a fleet whose members
 * train for different numbers of steps come in many sizes.
 */
export function boundPool({ bufferManager }: GpuBackend): void {
  if (bounded.has(bufferManager)) return;
  bounded.add(bufferManager);
  const release = bufferManager.releaseBuffer.bind(bufferManager);
  bufferManager.releaseBuffer = (buffer, reuse) => {
    release(buffer, reuse);
    if (bufferManager.numBytesAllocated - bufferManager.numBytesUsed > MOST_KEPT) empty(bufferManager);
  };
}

/** Freed buffers belong to commands that are on their way to the device already, so they may go. */
function empty(manager: BufferManager): void {
  for (const buffers of manager.freeBuffers.values()) {
    for (const buffer of buffers.splice(0)) {
      manager.numBytesAllocated -= buffer.size;
      manager.numFreeBuffers--;
      buffer.destroy();
    }
  }
}
