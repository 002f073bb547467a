/** Invariances see the same inputs in every run, and stop at the first that breaks them. */
import fc from "fast-check";

fc.configureGlobal({ seed: 1, endOnFailure: true });
