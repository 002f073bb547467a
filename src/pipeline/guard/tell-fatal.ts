/** Loaded in front of a process that serves calls: what nothing there catches, a library that does not load included, is told to who asks. */
import { packError } from "../problems/carry-error.ts";
import type { Answer } from "./calls.ts";

process.on("uncaughtException", (error: unknown) => {
  const answer: Answer = { kind: "fatal", error: packError(error) };
  const end = (): never => process.exit(1);
  if (process.send === undefined) end();
  else process.send(answer, end);
});
