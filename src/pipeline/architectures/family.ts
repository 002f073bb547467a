/** What a family of models says of itself: which configurations it reads, how its weights are called, how it computes. */
import type { z } from "zod";
import type { Building } from "./building.ts";

export interface FamilyParts<C> {
  /** `model_type` in config.json. */
  readonly modelTypes: readonly string[];
  /** What of config.json the graph depends on; values that the builder cannot do are refused here. */
  readonly config: z.ZodType<C>;
  /**
   * What names of weights may begin with, depending on the class that saved them; the first one that has the anchor
   * counts. Tensors elsewhere belong to a head on top of the model.
   */
  readonly prefixes: readonly string[];
  /** A tensor that every checkpoint of the family has. */
  readonly anchor: string;
  /** Names of further tensors, prefix included, that a checkpoint may have and attention does not need. */
  readonly spare: readonly RegExp[];
  /** Declares inputs, named as exporters do, and the output `last_hidden_state`. */
  readonly build: (building: Building, config: C) => void;
}

/** A family whose configuration has been read. */
export interface Configured {
  readonly build: (building: Building) => void;
}

export interface Family extends Omit<FamilyParts<never>, "config" | "build"> {
  readonly config: z.ZodType;
  /** @returns How to build the model, or what is wrong with its configuration. */
  readonly configure: (config: unknown) => Configured | z.ZodError;
}

export function family<C>(parts: FamilyParts<C>): Family {
  const { config, build, ...rest } = parts;
  return {
    ...rest,
    config,
    configure: (raw) => {
      const read = config.safeParse(raw);
      return read.success ? { build: (building) => build(building, read.data) } : read.error;
    },
  };
}
