/** What is wrong with an input. */
import { ModelError } from "#pipeline/errors.ts";

/** @returns The message; nothing if the input is read. */
export function mistakesOf(read: () => unknown): string {
  try {
    read();
    return "";
  } catch (error) {
    if (error instanceof ModelError) return error.message;
    throw error;
  }
}
