/** Small snapshots, laid out so that a test can name lines and columns. */

/** Three uids, two epochs. */
export const smallChain = `{
  "kind": "epoch_sequence",
  "n": 3,
  "params": { "yuma3_on": true },
  "steps": [
    { "block": 1000,
      "stake": [600, 400, 0],
      "weights_u16": [[[2, 65535]], [[0, 5], [2, 7]], []] },
    { "block": 1360 }
  ]
}`;

/** Two validators, one server, two epochs, one run. */
export const smallPeerCase = `{
  "format": "peer-case/1", "id": "two",
  "validators": 2, "servers": 1, "epochs": 2,
  "bondReset": null,
  "stakes": [[0.75, 0.25], [0.75, 0.25]],
  "weights": [[[1], [1]], [[1], [1]]],
  "runs": [
    { "producer": "A", "variant": "yuma2", "bondResetApplied": false,
      "params": {
        "kappa": 0.5, "bondPenalty": 1, "bondMovingAvg": 0.1,
        "totalEpochEmission": 100, "validatorEmissionRatio": 0.41, "totalSubnetStake": 1000000 } }
  ]
}`;
