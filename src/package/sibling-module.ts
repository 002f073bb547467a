/** Finds modules that another thread or process runs, beside the module that starts them. */
import { extname } from "node:path";

/**
 * @param name Without extension, e.g. `./worker`: sources end in `.ts`, compiled files of the package in `.js`.
 * @param from The caller's `import.meta.url`.
 */
export function siblingModule(name: string, from: string): URL {
  return new URL(`${name}${extname(new URL(from).pathname)}`, from);
}
