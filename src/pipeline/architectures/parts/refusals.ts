/** Schemas of configurations whose keys must agree with each other. */
import { z } from "zod";

/** Notes a mistake; the same one counts once. @param path Of keys. @param expected What should be there instead. */
export type Refuse = (path: readonly string[], expected: string) => void;

/** @param read Makes of the checked keys what the builder needs, and refuses what does not fit together. */
export function configOf<S extends z.ZodRawShape, C>(
  keys: S,
  read: (config: z.output<z.ZodObject<S>>, refuse: Refuse) => C,
): z.ZodType<C> {
  return z.object(keys).transform((config, context): C => {
    const mistakes = new Map<string, { readonly path: string[]; readonly message: string }>();
    const result = read(config, (path, expected) => {
      mistakes.set([...path, expected].join(), { path: [...path], message: `expected ${expected}` });
    });
    for (const mistake of mistakes.values()) context.addIssue({ code: "custom", ...mistake });
    return mistakes.size > 0 ? z.NEVER : result;
  });
}
