/** What the instrumented file asks while it runs. */

/** Rounds of loops beyond those of the program as it is; one that needs more does not end. */
const MORE_ROUNDS = 100_000;

const MOST_MUTANTS = 10_000;

export class Probe {
  /** The mutant that is on; −1 for the program as it is. */
  active = -1;
  /** By mutant, whether its place was reached; bytes, because inner loops write them. */
  #seen = new Uint8Array(MOST_MUTANTS);
  rounds = 0;
  mostRounds = Infinity;

  is(id: number): boolean {
    if (this.active === -1) this.#seen[id] = 1;
    return this.active === id;
  }

  /** Whether a loop with the mutants `first` … `end` − 1 has to ask. */
  has(first: number, end: number): boolean {
    return this.active === -1 || (this.active >= first && this.active < end);
  }

  tick(): void {
    if (++this.rounds > this.mostRounds) throw new Error("A loop does not end.");
  }

  /** What was reached and how many rounds it took since the last call. */
  take(): { seen: ReadonlySet<number>; rounds: number } {
    const taken = {
      seen: new Set([...this.#seen.keys()].filter((id) => this.#seen[id] === 1)),
      rounds: this.rounds,
    };
    this.#seen.fill(0);
    this.rounds = 0;
    return taken;
  }

  /** @param rounds Those of the program as it is. */
  turnOn(id: number, rounds: number): void {
    this.active = id;
    this.rounds = 0;
    this.mostRounds = 10 * rounds + MORE_ROUNDS;
  }

  turnOff(): void {
    this.active = -1;
    this.mostRounds = Infinity;
    this.take();
  }
}
