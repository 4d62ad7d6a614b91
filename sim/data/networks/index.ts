import { akash } from "./akash.ts";
import { bitcoin } from "./bitcoin.ts";
import { bittensor } from "./bittensor.ts";
import type { Network } from "./contract.ts";
import { filecoin } from "./filecoin.ts";
import { helium } from "./helium.ts";
import { ioNet } from "./ioNet.ts";
import { livepeer } from "./livepeer.ts";
import { render } from "./render.ts";

/** Emission of real networks, by the name that a scenario gives. */
export const networks = {
  akash,
  bitcoin,
  bittensor,
  filecoin,
  helium,
  ioNet,
  livepeer,
  render,
} as const satisfies Readonly<Record<string, Network>>;

export type NetworkName = keyof typeof networks;

export const networkNames = Object.keys(networks) as [NetworkName, ...NetworkName[]];
