import { z } from "zod";
import type { Clock } from "./clock.ts";

/** What a rule may know of the run when it is built: lengths of time and the seed of its draws. */
export interface BuildContext {
  readonly clock: Clock;
  readonly seed: number;
}

/**
 * A rule of one slot: its kind, what it is, the parameters that a scenario may set, and how it is built from them.
 * The schema lives beside the code that reads it; unions, types, JSON Schema, `taper list` and law tests follow from it.
 */
export interface Mechanism<
  Kind extends string,
  Shape extends z.ZodRawShape,
  Rule,
  Context extends BuildContext = BuildContext,
> {
  readonly kind: Kind;
  /** What the rule does, its equation and its source, for `taper explain`. */
  readonly about: string;
  readonly schema: z.ZodObject<{ kind: z.ZodLiteral<Kind> } & Shape, z.core.$strict>;
  readonly build: (parameters: z.output<z.ZodObject<Shape>>, context: Context) => Rule;
  /** Laws of the slot that this kind is exempt from, each shown to be broken by a test. */
  readonly exempt: readonly Exemption[];
  /** What is wrong with parameters under the run's lengths of time. */
  readonly misfits: (parameters: z.output<z.ZodObject<Shape>>, clock: Clock) => readonly Fault[];
  /** What other slots may ask of a kind before it is built, in words that these slots give a meaning; left out: nothing. */
  readonly traits?: readonly string[];
}

/** A law that a kind breaks: always, or only with these values of its parameters. */
export type Exemption = string | { readonly law: string; readonly where: Readonly<Record<string, unknown>> };

/** Laws that a rule with these parameters is exempt from. */
export function exemptFrom(exempt: readonly Exemption[], parameters: Readonly<Record<string, unknown>>): string[] {
  return exempt.flatMap((one) => {
    if (typeof one === "string") return [one];
    return Object.entries(one.where).every(([name, value]) => parameters[name] === value) ? [one.law] : [];
  });
}

/** One thing wrong with a combination of parameters: the parameter to point at, and what would be right. */
export interface Fault {
  readonly path: string;
  readonly message: string;
}

/**
 * @param check looks at parameters together (an announcement after the cut); each fault becomes a parse error with its path
 * @param misfits looks at parameters beside the lengths of blocks and epochs, likewise
 */
export function mechanism<
  const Kind extends string,
  Shape extends z.ZodRawShape,
  Rule,
  Context extends BuildContext = BuildContext,
>(
  kind: Kind,
  about: string,
  shape: Shape,
  build: (parameters: z.output<z.ZodObject<Shape>>, context: Context) => Rule,
  exempt: readonly Exemption[] = [],
  check?: (parameters: z.output<z.ZodObject<Shape>>) => readonly Fault[],
  misfits: (parameters: z.output<z.ZodObject<Shape>>, clock: Clock) => readonly Fault[] = () => [],
): Mechanism<Kind, Shape, Rule, Context> {
  const plain = z.strictObject({ kind: z.literal(kind), ...shape });
  const schema = check
    ? plain.superRefine((parameters, context) => {
        for (const { path, message } of check(parameters as never)) {
          context.addIssue({ code: "custom", path: [path], message });
        }
      })
    : plain;
  return { kind, about, schema: schema as never, build, exempt, misfits };
}

/** A kind that has traits. */
export const withTraits = <Kind extends { readonly traits?: readonly string[] }>(
  traits: readonly string[],
  kind: Kind,
): Kind => ({ ...kind, traits });

// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type AnyMechanism<Rule> = Mechanism<string, any, Rule, any>;

/** The rules that fit one place of the world. */
export interface Slot<Rule> {
  readonly kinds: readonly AnyMechanism<Rule>[];
  readonly schema: z.ZodType<{ kind: string }, { kind: string }>;
  /** Builds the rule that a parsed entry names. */
  build(entry: { kind: string }, context: BuildContext): Rule;
}

export function slot<Rule>(kinds: readonly AnyMechanism<Rule>[]): Slot<Rule> {
  const byKind = new Map(kinds.map((k) => [k.kind, k]));
  if (byKind.size !== kinds.length)
    throw new RangeError(`slot: a kind appears twice in ${kinds.map((k) => k.kind).join(", ")}`);
  return {
    kinds,
    schema: z.discriminatedUnion("kind", kinds.map((k) => k.schema) as never) as never,
    build(entry, context) {
      const { kind, ...parameters } = entry;
      const rule = byKind.get(kind);
      if (!rule) throw new RangeError(`slot: no kind "${kind}"; expected ${[...byKind.keys()].join(", ")}`);
      return rule.build(parameters, context);
    },
  };
}
