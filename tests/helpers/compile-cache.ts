import { join } from "node:path";

/** Where Node keeps compiled files for the processes that tests start, which otherwise spend half of their time compiling. */
export const COMPILE_CACHE = join(import.meta.dirname, "../../.headland/compile-cache");
