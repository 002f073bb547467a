/** Shared memory in which a process writes its current step, and which its watch thread reads. */

/** What is in work: said when it takes too much. */
export interface Step {
  /** Whose file it is. */
  readonly of: "model" | "dataset";
  /** File, and place in it. */
  readonly where: string;
  /** In words that stand behind "while", e.g. `splitting text 3 of 40 into tokens`. */
  readonly doing: string;
}

/** Says that a step begins; that ends the one before it. */
export type Tell = (step: Step) => void;

/** Where nobody watches. */
export const untold: Tell = () => undefined;

const TEXT_BYTES = 4096;
/** Numbers in front of the text: how often it was written, odd while it is; how long it is, 0 between two pieces of work. */
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

  /** @param step Undefined: nothing is in work. */
  write(step: Step | undefined): void {
    Atomics.add(this.#numbers, COUNT, 1);
    Atomics.store(this.#numbers, LENGTH, step === undefined ? 0 : this.#text.write(shortened(step)));
    Atomics.add(this.#numbers, COUNT, 1);
  }

  /** How often it was written: another number means progress. */
  get count(): number {
    return Atomics.load(this.#numbers, COUNT);
  }

  get isIdle(): boolean {
    return Atomics.load(this.#numbers, LENGTH) === 0;
  }

  /** The step in work; undefined between two, and while it is being written. */
  read(): Step | undefined {
    const before = this.count;
    const text = this.#text.toString("utf8", 0, Atomics.load(this.#numbers, LENGTH));
    return text === "" || before % 2 !== 0 || this.count !== before ? undefined : (JSON.parse(text) as Step);
  }
}

/** So that it fits whatever letters it has: JSON spends six bytes on one at most. */
function shortened({ of, where, doing }: Step): string {
  return JSON.stringify({ of, where: where.slice(-400), doing: doing.slice(0, 200) });
}
