/** Preloaded by a process that serves calls: reports every uncaught error to the parent, even a library that cannot be loaded. */
import { packError } from "../problems/carry-error.ts";
import type { Answer } from "./calls.ts";

process.on("uncaughtException", (error: unknown) => {
  const answer: Answer = { kind: "fatal", error: packError(error) };
  const end = (): never => process.exit(1);
  if (process.send === undefined) end();
  else process.send(answer, end);
});
