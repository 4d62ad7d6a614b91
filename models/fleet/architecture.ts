import type * as tf from "@tensorflow/tfjs-core";

/** What one example is made of. */
export interface Examples {
  /** numbers that a model reads of each: measured ones, or symbols */
  readonly inputs: number;
  readonly inputType: "float32" | "int32";
  /** numbers that a model gives for each */
  readonly outputs: number;
  /** what it learns from: the number of the right class, or `outputs` numbers to come close to */
  readonly target: "class" | "numbers";
}

/**
 * One form of model, for a whole fleet at once: tensor k of M members is [M, ...shapes[k]].
 * A flat member holds its tensors one after the other.
 */
export interface Architecture extends Examples {
  /** what it is, sizes included; two of the same name have the same parameters */
  readonly name: string;
  readonly shapes: readonly (readonly [number, number])[];
  /** numbers in each of them, and of all together */
  readonly lengths: readonly number[];
  readonly parameters: number;
  /** how the first weights of tensor k are drawn: uniform within the bound, 0 for zeros */
  readonly bounds: readonly number[];
  /**
   * @param weights tensors as `shapes` says
   * @param x [M, n, inputs], or [1, n, inputs] when all members see the same
   * @returns [M, n, outputs]: logits of the classes, or the numbers
   */
  forward(weights: readonly tf.Tensor[], x: tf.Tensor): tf.Tensor;
  /**
   * The same form with a quarter of the hidden units (at least 2), which learns the outputs of the larger one as numbers.
   * @throws RangeError where there are no hidden units to leave out
   */
  student(): Architecture;
}

/** Hidden units of a student. */
export const quarter = (hidden: number): number => Math.max(2, Math.round(hidden / 4));

/** An architecture from its tensors. */
export function architecture(
  name: string,
  examples: Examples,
  tensors: readonly { readonly shape: readonly [number, number]; readonly bound: number }[],
  forward: Architecture["forward"],
  student: Architecture["student"] = () => {
    throw new RangeError(`${name} has no hidden units to leave out; expected a net with some, for a student of it`);
  },
): Architecture {
  const lengths = tensors.map(({ shape: [rows, cols] }) => rows * cols);
  return {
    ...examples,
    name,
    shapes: tensors.map(({ shape }) => shape),
    bounds: tensors.map(({ bound }) => bound),
    lengths,
    parameters: lengths.reduce((sum, length) => sum + length, 0),
    forward,
    student,
  };
}

/** Numbers that one example is in the widest layer; symbols count as one-hot rows. */
export const widest = ({ inputs, outputs, shapes }: Architecture): number =>
  Math.max(inputs, outputs, ...shapes.flat());

/** Bound of first weights before a rectified unit.   sqrt(6 / inputs). Source: He et al. 2015, "Delving deep into rectifiers". */
export const he = (inputs: number): number => Math.sqrt(6 / inputs);

/** Bound of first weights of a last layer.   sqrt(6 / (inputs + outputs)). Source: Glorot and Bengio 2010. */
export const glorot = (inputs: number, outputs: number): number => Math.sqrt(6 / (inputs + outputs));
