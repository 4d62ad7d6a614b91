import { z } from "zod";

/** Whose questions an audit asks. */
export const questions = z
  .enum(["private", "public"], { error: () => "expected private or public" })
  .default("private")
  .describe("private: each auditor's own, which nobody else sees; public: a known set, which miners may train on");
