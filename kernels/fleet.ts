/** SIMD kernels of model fleets, on the memory of the TensorFlow.js wasm backend; all arrays are f32 unless said. */
export { adam } from "./fleet/adam";
export { crossEntropy } from "./fleet/crossEntropy";
export { columnSums, dense, denseGradient, matMul, rectifyGradient } from "./fleet/dense";
export { sineGradients, sines } from "./fleet/elementary";
export { embed, embedGradient } from "./fleet/embed";
