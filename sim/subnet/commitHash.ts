import { blake2b } from "@noble/hashes/blake2.js";
import { bytesToHex, concatBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import { draw } from "../core/random.ts";

/** Version of the weights' meaning that a validator states, as on a subnet that asks for none. */
export const WEIGHTS_VERSION = 0;

/** Numbers of 16 bits in a salt, more than anybody could try. */
const SALT_LENGTH = 8;

/** Subnets that the index under which weights are stored can tell apart. */
const SUBNETS = 4096;

/**
 * Index under which the network stores the weights of a mechanism.   netuid + 4096 m
 * Source: opentensor/subtensor at 14bc6f9, pallets/subtensor/src/subnets/mechanism.rs, get_mechanism_storage_index.
 */
export const storageIndex = (netuid: number, mechanism: number): number => netuid + SUBNETS * mechanism;

/** Weights that a validator commits to: whole numbers of 16 bits by uid. */
export interface Committed {
  readonly validator: string;
  /** index under which the network stores weights: one a subnet and mechanism */
  readonly netuid: number;
  readonly uids: ArrayLike<number>;
  readonly weights: ArrayLike<number>;
  readonly salt: ArrayLike<number>;
  readonly version: number;
}

/**
 * What the network keeps of hidden weights: blake2b of 32 bytes over who commits, where, the uids, the weights, the salt and the
 * version, numbers little-endian, each list after its length, the validator by the blake2b of its id.
 *
 * @returns 64 hexadecimal digits
 * @throws RangeError for a number that its field cannot hold
 * Source: opentensor/subtensor at 14bc6f9, pallets/subtensor/src/subnets/weights.rs, get_commit_hash, which encodes lengths and
 * netuid in fewer bytes and the validator by its key.
 */
export function commitHash({ validator, netuid, uids, weights, salt, version }: Committed): string {
  const who = blake2b(utf8ToBytes(validator), { dkLen: 32 });
  const lists = [uids, weights, salt].flatMap((list) => [
    little(list.length, 4),
    ...Array.from(list, (x) => little(x, 2)),
  ]);
  return bytesToHex(blake2b(concatBytes(who, little(netuid, 4), ...lists, little(version, 4)), { dkLen: 32 }));
}

/** A whole number in so many bytes, the lowest first. */
function little(value: number, bytes: number): Uint8Array {
  if (!Number.isInteger(value) || value < 0 || value >= 256 ** bytes)
    throw new RangeError(`commitHash: ${value} is no whole number of ${8 * bytes} bits`);
  return Uint8Array.from({ length: bytes }, (_, k) => Math.floor(value / 256 ** k) % 256);
}

/**
 * [8] numbers of 16 bits that only the validator knows; a draw that belongs to (epoch, validator, netuid), so that it can be made
 * again when the weights are shown.
 */
export const saltOf = (seed: number, epoch: number, validator: string, netuid: number): Uint16Array =>
  Uint16Array.from({ length: SALT_LENGTH }, (_, k) =>
    Math.floor(65_536 * draw(seed, "salt", epoch, validator, SALT_LENGTH * netuid + k)),
  );
