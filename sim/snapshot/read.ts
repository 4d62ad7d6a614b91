import { z } from "zod";
import { expectedOneOf } from "../scenario/errors.ts";
import {
  largeSequenceSchema,
  paramsSchema,
  sequenceSchema,
  sizeSchema,
  validatorsSchema,
  type ChainSnapshot,
} from "./chainSchema.ts";
import { generated, generatorSchema } from "./generator.ts";
import { checked, readJson, refusal, type Fault, type JsonFile } from "./json.ts";
import { peerCaseSchema, peerSizesSchema, type PeerCase } from "./peerCase.ts";

/** What a file holds: epochs of one subnet in the chain's units, or a case that other simulators played. */
export type Snapshot =
  { readonly kind: "chain"; readonly chain: ChainSnapshot } | { readonly kind: "peers"; readonly peers: PeerCase };

const PEER_FORMAT = "peer-case/1";

/** Readers of the kinds of chain snapshots. */
const chainReaders: Readonly<Record<string, (file: JsonFile) => ChainSnapshot>> = {
  epoch_sequence(file) {
    const { n } = checked(file, sizeSchema);
    return checked(file, sequenceSchema(n));
  },
  epoch_sequence_large(file) {
    const { n } = checked(file, sizeSchema);
    const { validators } = checked(file, validatorsSchema(n));
    return checked(file, largeSequenceSchema(n, validators));
  },
  epoch_generator(file) {
    const { generator, name } = checked(
      file,
      z.object({ name: z.string().exactOptional(), generator: generatorSchema }),
    );
    const { params } = checked(file, z.object({ params: paramsSchema(generator.n) }));
    return { ...(name !== undefined && { name }), ...generated(generator, params) };
  },
};

/**
 * Reads a snapshot; docs/snapshots.md describes the formats. Unknown keys are notes and are passed over.
 *
 * @param file name that messages show
 * @throws ScenarioError with every message of the first stage that fails: syntax, format, sizes, fields, fields together
 */
export function readSnapshot(text: string, file: string): Snapshot {
  const json = readJson(text, file);
  const snapshot = snapshotOf(json);
  if (json.strict) return snapshot;
  throw refusal(json, [{ path: [], message: "is YAML that is no JSON; expected no comments and no comma too many" }]);
}

function snapshotOf(file: JsonFile): Snapshot {
  const { kind, format } = checked(file, headSchema);
  if (format === PEER_FORMAT) {
    const sizes = checked(file, peerSizesSchema);
    return { kind: "peers", peers: checked(file, peerCaseSchema(sizes)) };
  }
  const reader =
    typeof kind === "string" ? Object.entries(chainReaders).find(([name]) => name === kind)?.[1] : undefined;
  if (reader === undefined) throw refusal(file, [unknownKind(kind, format)]);
  const chain = reader(file);
  const faults = [...together(chain)];
  if (faults.length > 0) throw refusal(file, faults);
  return { kind: "chain", chain };
}

const headSchema = z.object(
  { kind: z.unknown().optional(), format: z.unknown().optional() },
  { error: () => "expected a map with kind: epoch_sequence, and the epochs of a subnet" },
);

function unknownKind(kind: unknown, format: unknown): Fault {
  if (kind === undefined && format !== undefined) return { path: ["format"], message: `expected ${PEER_FORMAT}` };
  const expected = expectedOneOf([...Object.keys(chainReaders), `format: ${PEER_FORMAT}`], kind);
  return { path: ["kind"], message: expected };
}

/** What no field can know of itself. */
function* together({ params, stake, steps }: ChainSnapshot): Generator<Fault> {
  const [first] = steps;
  if (stake === undefined && first!.stake === undefined) {
    yield { path: ["steps", 0, "stake"], message: "expected the stake of each uid" };
  }
  if (first!.weights_u16 === undefined && first!.weights_u16_changed_rows === undefined) {
    yield { path: ["steps", 0, "weights_u16"], message: "expected a row of weights for each uid" };
  }
  for (const [k, step] of steps.entries()) {
    const { yuma3_on, liquid_alpha_on, alpha_low_u16: low, alpha_high_u16: high } = { ...params, ...step };
    if (!yuma3_on || !liquid_alpha_on || low <= high) continue;
    yield {
      path: ["steps", k],
      message: `has alpha_low_u16 ${low} above alpha_high_u16 ${high}; expected low at most high`,
    };
  }
}
