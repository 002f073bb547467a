/** Into how many units the files of a new project split a build; `headland plan` says how many are right. */
export const N_UNITS = 16;

/** The folder of the units' results, below the project's. */
export const STORE = "store";
