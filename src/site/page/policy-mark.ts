/** The name of the meta element that the build replaces with the Content-Security-Policy of the page. */
export const POLICY_MARK = "headland-policy";
