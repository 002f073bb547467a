/** A process under watch that does what a test asks of it, good and bad. */
import { writeFileSync } from "node:fs";
import { ConfigError } from "#pipeline/errors.ts";
import { serveCalls } from "#pipeline/guard/serve-calls.ts";

// eslint-disable-next-line @typescript-eslint/consistent-type-definitions
export type WorkCalls = {
  /** Gives back what it is given. */
  readonly echo: { readonly asks: unknown; readonly gives: unknown };
  /** Begins so many steps, waits between them, and tells of each. */
  readonly walk: { readonly asks: { readonly steps: number; readonly ms: number }; readonly gives: number };
  readonly loop: { readonly asks: { readonly pidFile?: string }; readonly gives: never };
  readonly fill: { readonly asks: { readonly kind: "heap" | "buffers" }; readonly gives: never };
  readonly exit: { readonly asks: number; readonly gives: never };
  readonly crash: { readonly asks: NodeJS.Signals; readonly gives: never };
  readonly fail: { readonly asks: "config" | "system" | "range"; readonly gives: never };
};

serveCalls<WorkCalls>({
  echo: (asks) => asks,
  walk: async ({ steps, ms }, { tell, progress }) => {
    for (let step = 1; step <= steps; step++) {
      tell({ of: "dataset", where: "walk.txt", doing: `taking step ${step}` });
      await new Promise((resolve) => setTimeout(resolve, ms));
      progress(step);
    }
    return steps;
  },
  loop: ({ pidFile }, { tell }) => {
    tell({ of: "model", where: "loop.onnx", doing: "turning in a loop" });
    if (pidFile !== undefined) writeFileSync(pidFile, String(process.pid));
    for (;;);
  },
  fill: ({ kind }, { tell }) => {
    tell({ of: "dataset", where: "picture.svg", doing: "filling memory" });
    const kept: unknown[] = [];
    for (;;)
      kept.push(kind === "buffers" ? Buffer.alloc(1 << 24, 1) : Array.from({ length: 1 << 20 }, () => ({})));
  },
  exit: (code) => process.exit(code),
  crash: (signal) => {
    process.kill(process.pid, signal);
    for (;;);
  },
  fail: (kind) => {
    if (kind === "config") throw new ConfigError("content/a.yaml: wrong");
    if (kind === "range") throw new RangeError("too long");
    throw Object.assign(new Error("ENOSPC: no space left"), {
      code: "ENOSPC",
      syscall: "write",
      path: "/disk/file",
    });
  },
});
