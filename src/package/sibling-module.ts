/** Modules that another thread or process is to run, found beside the one that starts it. */
import { extname } from "node:path";

/**
 * @param name Without its ending, e.g. `./worker`: a source ends in `.ts`, and in the package, compiled, in `.js`.
 * @param from The asking module's `import.meta.url`.
 */
export function siblingModule(name: string, from: string): URL {
  return new URL(`${name}${extname(new URL(from).pathname)}`, from);
}
