/** Text in XML. */

/** What no XML file may have, not even by a reference: control characters, halves of characters, two that are none. */
// eslint-disable-next-line no-control-regex
const NOT_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff\p{Surrogate}]/gu;

/** @returns The text for an element or an attribute; what cannot be in XML is shown as a replacement character. */
export function xmlText(text: string): string {
  return text.replace(NOT_XML, "\ufffd").replace(/[&<>"'\t\r\n]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
