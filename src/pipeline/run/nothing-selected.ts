/** Handles a selection that names no head of a model, so that the model need not run over the whole dataset. */
import type { HeadId } from "#atlas/head/head-id.ts";
import type { HeadPattern } from "#atlas/head/head-selection.ts";
import type { Store } from "../cache/store.ts";
import type { GuardedInput } from "./guarded-input.ts";
import { missingHeads } from "./head-tasks.ts";

export class NothingSelected extends Error {
  override name = "NothingSelected";
  /** The heads of the model. */
  readonly heads: readonly HeadId[];

  constructor(heads: readonly HeadId[]) {
    super("no head is selected");
    this.heads = heads;
  }

  /** Number of heads for which the store has results of earlier builds. */
  async nKept(store: Store, keyOf: (id: HeadId) => string): Promise<number> {
    const tasks = this.heads.map((id) => ({ key: keyOf(id) }));
    return this.heads.length - (await missingHeads(tasks, store)).length;
  }
}

/** Runs the model on one sequence. @throws {NothingSelected} */
export async function expectSelected(
  input: GuardedInput,
  select: readonly HeadPattern[] | undefined,
): Promise<void> {
  if (select === undefined) return;
  const heads = await input.heads();
  if (!heads.some((head) => select.some((part) => part.selects(head)))) throw new NothingSelected(heads);
}
