/**
 * Loaded before a command (`NODE_OPTIONS=--import=…`): the first step that a process begins and whose text contains
 * NOTE_STEP is written to the file NOTE_STEP_IN, so that a test need not guess when the work has begun.
 */
import { writeFileSync } from "node:fs";

const { NOTE_STEP: wanted, NOTE_STEP_IN: file } = process.env;

if (wanted !== undefined && file !== undefined) {
  // Steps are written to shared memory as text (src/pipeline/guard/step-board.ts); Node offers no other place to listen.
  const buffers = Buffer.prototype as { write: (text: string, ...rest: unknown[]) => number };
  const { write } = buffers;
  buffers.write = function (this: typeof buffers, text, ...rest) {
    if (text.includes('"doing"') && text.includes(wanted)) {
      buffers.write = write;
      writeFileSync(file, text);
    }
    return write.call(this, text, ...rest);
  };
}
