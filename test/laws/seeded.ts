import fc from "fast-check";

/** Property tests with a fixed seed: the same cases in every run. */
fc.configureGlobal({ seed: 20_260_630 });

export { fc };
