/**
 * The safetensors format: the header's length in 8 bytes, little-endian; the header, JSON; the tensors' numbers, little-endian, one after the
 * other. Source: github.com/huggingface/safetensors, README, "Format".
 */

export interface Tensor {
  readonly name: string;
  readonly shape: readonly number[];
  /** row-major */
  readonly values: Float32Array;
}

/** The header is filled up with spaces to a multiple of this, so that numbers start where they can be mapped. */
const ALIGNMENT = 8;
const BYTES = Float32Array.BYTES_PER_ELEMENT;

/** @throws RangeError when a tensor has more or fewer numbers than its shape */
export function safetensors(tensors: readonly Tensor[], metadata: Readonly<Record<string, string>>): Uint8Array {
  const header: Record<string, unknown> = { __metadata__: metadata };
  let end = 0;
  for (const { name, shape, values } of tensors) {
    if (values.length !== shape.reduce((product, length) => product * length, 1))
      throw new RangeError(`safetensors: tensor ${name} of shape ${shape.join(" x ")} has ${values.length} numbers`);
    header[name] = { dtype: "F32", shape, data_offsets: [end, (end += values.length * BYTES)] };
  }
  const text = Buffer.from(JSON.stringify(header));
  const length = Math.ceil(text.length / ALIGNMENT) * ALIGNMENT;
  const file = Buffer.alloc(8 + length + end, " ");
  file.writeBigUInt64LE(BigInt(length), 0);
  text.copy(file, 8);
  let at = 8 + length;
  for (const { values } of tensors) for (const value of values) at = file.writeFloatLE(value, at);
  return file;
}
