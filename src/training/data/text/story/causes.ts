/** Verbs that decide who "she" is in "because she was so" (implicit causality, Garvey and Caramazza 1974). */

/** Mia helped Tom because he was tired. */
export const BECAUSE_OF_THEM = ["helped", "comforted", "praised", "hugged", "rescued"];

/** Mia called Tom because she was tired. */
export const BECAUSE_OF_SELF = ["visited", "called", "needed", "woke"];
