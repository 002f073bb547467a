/**
 * Texts that try to be more than text, wherever they are shown: in pages, exports, citations, tables, pictures, terminals. If one
 * succeeds in a page, it makes an element of the class `hacked`, sets `window.hacked`, opens a dialog or asks another host.
 */
import type { Written } from "./synthetic-atlas.ts";

const [RTL_OVERRIDE, POP, RTL_ISOLATE, POP_ISOLATE] = ["\u202e", "\u202c", "\u2067", "\u2069"];
const FAMILY = "\u{1f468}\u200d\u{1f469}\u200d\u{1f467}\u200d\u{1f466}";

export const HOSTILE_MARKUP: readonly string[] = [
  '<script class="hacked">window.hacked = 1</script>',
  '<img class="hacked" src="https://hacked.example/x.png" onerror="window.hacked = 1">',
  `"><svg class='hacked' onload='window.hacked=1'></svg>`,
  `' onfocus='window.hacked=1' autofocus class='hacked`,
  '</script><script class="hacked">alert(1)</script>',
  '</style><style class="hacked">* { display: none }</style>',
  '</title></textarea></noscript></select><b class="hacked">',
  '<iframe class="hacked" src="javascript:alert(1)"></iframe>',
  '<a class="hacked" href="javascript:alert(1)">here</a>',
  '<i style="position:fixed;inset:0" class="hacked">',
  "<!--",
  "-->",
  "]]>",
  "<![CDATA[",
  "<?xml version='1.0'?>",
  "&lt;b class=&quot;hacked&quot;&gt;",
  "&#60;b&#62;",
  "&",
  "{{7*7}}",
  "${7*7}",
  "javascript:alert(1)",
  "https://hacked.example/",
];

/** Of Markdown, CSV, spreadsheets, BibTeX, RIS, YAML, JSON, CSS, paths and terminals. */
const OTHER_SYNTAX: readonly string[] = [
  "[here](javascript:alert(1))",
  "![x](https://hacked.example/x.png)",
  "`code` | a | b |",
  "\n# heading\n\n---\n",
  "* _list_ **bold**",
  '=HYPERLINK("https://hacked.example/","here")',
  "@SUM(1,2)",
  "+1-2",
  'a,b;"c"\n"d"',
  "\\input{/etc/passwd} 100% $x_1$ {",
  "}\n@article{hacked, title={hacked}}",
  "ER  - \r\nTY  - JOUR",
  "key: [value, 'x']",
  '{"a": "\\u0041',
  "expression(alert(1)); } * { display: none",
  "../../../etc/passwd",
  "C:\\temp\\new",
  "%00%2e%2e%2f",
  "__proto__",
  "constructor",
  "toString",
];

/** Direction, invisible and control characters, broken and long sequences. */
const UNICODE: readonly string[] = [
  `${RTL_OVERRIDE}gnp.exe${POP}`,
  `${RTL_OVERRIDE}never ended`,
  `${RTL_ISOLATE}${POP_ISOLATE}${POP_ISOLATE}`,
  "\u05d0\u05d1\u05d2 (1) \u0627\u0628\u062c",
  "\u0000",
  "\u0007\u0008\u001b[31mred\u001b[0m",
  "\u0085\u2028\u2029",
  "\r\n",
  "\t",
  "\u000b\u000c",
  "\ufeff\u200b\u2060\u00ad",
  "\ufffe\uffff\ufdd0",
  "\ufffd",
  FAMILY,
  "\u{1f3f3}\ufe0f\u200d\u{1f308}",
  "\u{1f1e9}\u{1f1ea}\u{1f1eb}",
  "\u{1f44d}\u{1f3fd}",
  "1\ufe0f\u20e3",
  `z${"\u0335\u0317\u0301".repeat(30)}`,
  "\u0301",
  FAMILY.repeat(200),
];

const LONG: readonly string[] = ["x".repeat(10_000), "\u6f22".repeat(3400), "<b class=hacked>".repeat(640)];

export const HOSTILE_WORDS: readonly string[] = [...HOSTILE_MARKUP, ...OTHER_SYNTAX, ...UNICODE, ...LONG];

/** Texts of an atlas whose names, descriptions, labels and tokens are hostile. */
export const HOSTILE: Written = {
  name: `${HOSTILE_MARKUP[0]}${HOSTILE_MARKUP[2]} [x](javascript:alert(1)) ${RTL_OVERRIDE}evil ${FAMILY} \\input{x} & "y", 'z'`,
  words: HOSTILE_WORDS,
  labels: {
    kind: [...HOSTILE_MARKUP.slice(0, 6), ...UNICODE.slice(0, 5)],
    [HOSTILE_MARKUP[1]!]: [...OTHER_SYNTAX.slice(0, 8), LONG[0]!],
  },
};
