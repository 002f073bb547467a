/** Shared memory to which a process writes its current step, and from which its watch thread reads it. */

/** The current step, named in the message if it exceeds a limit. */
export interface Step {
  /** The model or dataset that the file belongs to. */
  readonly of: "model" | "dataset";
  /** The file, and the place in it. */
  readonly where: string;
  /** Words that follow "while", e.g. `splitting text 3 of 40 into tokens`. */
  readonly doing: string;
}

/** Reports that a step begins, which ends the one before it. */
export type Tell = (step: Step) => void;

/** For code that runs without a watch. */
export const untold: Tell = () => undefined;

const TEXT_BYTES = 4096;
/** Two numbers precede the text: a counter of writes, odd during a write; and the length of the text, 0 between two steps. */
const [COUNT, LENGTH, N_NUMBERS] = [0, 1, 2];

export class StepBoard {
  readonly buffer: SharedArrayBuffer;
  readonly #numbers: Int32Array;
  readonly #text: Buffer;

  constructor(buffer = new SharedArrayBuffer(N_NUMBERS * 4 + TEXT_BYTES)) {
    this.buffer = buffer;
    this.#numbers = new Int32Array(buffer, 0, N_NUMBERS);
    this.#text = Buffer.from(buffer, N_NUMBERS * 4);
  }

  /** @param step Undefined if no step is running. */
  write(step: Step | undefined): void {
    Atomics.add(this.#numbers, COUNT, 1);
    Atomics.store(this.#numbers, LENGTH, step === undefined ? 0 : this.#text.write(shortened(step)));
    Atomics.add(this.#numbers, COUNT, 1);
  }

  /** The counter of writes: a different number means progress. */
  get count(): number {
    return Atomics.load(this.#numbers, COUNT);
  }

  get isIdle(): boolean {
    return Atomics.load(this.#numbers, LENGTH) === 0;
  }

  /** The running step; undefined between two steps and during a write. */
  read(): Step | undefined {
    const before = this.count;
    const text = this.#text.toString("utf8", 0, Atomics.load(this.#numbers, LENGTH));
    return text === "" || before % 2 !== 0 || this.count !== before ? undefined : (JSON.parse(text) as Step);
  }
}

/** Shortens a text so that it fits with any letters: JSON needs at most six bytes for one. */
function shortened({ of, where, doing }: Step): string {
  return JSON.stringify({ of, where: where.slice(-400), doing: doing.slice(0, 200) });
}
