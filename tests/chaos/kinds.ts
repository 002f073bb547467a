/** All kinds of disturbance. */
import { seedFrom, seededRandom } from "#math/random.ts";
import { AT_ONCE } from "./at-once.ts";
import { DAMAGE } from "./damage.ts";
import { HUB_DAMAGE } from "./hub-damage.ts";
import type { CaseEnd, Kind } from "./kind.ts";
import { KILLS } from "./kills.ts";
import { MACHINE } from "./machine.ts";
import { SMALL_DISK } from "./small-disk.ts";
import type { Stage } from "./stage.ts";
import { THREADS } from "./threads.ts";

export const KINDS: readonly Kind[] = [
  ...KILLS,
  ...AT_ONCE,
  ...DAMAGE,
  ...HUB_DAMAGE,
  ...MACHINE,
  ...SMALL_DISK,
  ...THREADS,
];

/** One case, the same for the same seed but for what the machine's own pace does to it. */
export async function runCase(stage: Stage, kind: Kind, seed: number, index: number): Promise<CaseEnd> {
  const random = seededRandom(seedFrom(kind.name, index, seed));
  try {
    return await kind.run({ stage, random, index });
  } catch (error) {
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { what: "the case itself failed", findings: [stack] };
  }
}
