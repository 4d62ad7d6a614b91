/** A thread of the consensus-guarantee experiment: plays the tasks that it is sent. */
import { parentPort } from "node:worker_threads";
import { playTask, type Task } from "./columns.ts";

const port = parentPort;
if (!port)
  throw new Error("guarantees worker: this is no thread; expected to be started by bench consensus-guarantees");
port.on("message", (task: Task) => port.postMessage(playTask(task)));
