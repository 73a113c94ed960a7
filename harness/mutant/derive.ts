// SPDX-License-Identifier: GPL-2.0-only
// Mutants that are derived from a subject's two files by rules: what a slip of the hand, or a reviewer's question, would make of them.

import { defines, TRANSFORM } from '../subject/own-files.ts';
import { SUBJECT_FILES } from '../subject/subject.ts';

/** One file of a subject with one thing changed. */
export interface Derived {
  /** Unique in its subject: file, line and rule. */
  name: string;
  /** What was changed into what. */
  what: string;
  /** Relative to the subject's folder. */
  file: string;
  /** The whole file as it is now. */
  text: string;
}

/** One thing to change: each match of `find` becomes each of `to`, one at a time. `$1` and the like mean what they do in String.replace. */
interface Rule {
  name: string;
  find: RegExp;
  to: readonly string[] | ((match: string, ...groups: string[]) => readonly string[]);
}

/** Lines of assembly, label aside, from mnemonic or directive to the end of the line or of its string. */
const ASSEMBLY: readonly Rule[] = [
  // Dropped, by the assembler's own comment. (A section must be left as it was entered.)
  { name: 'drop', find: /^(?!\.(?:push|pop)section\b)[\s\S]+/g, to: ['//$&'] },
  // A landing pad for jumps, for both, for neither, none.
  { name: 'pad', find: /^(?:hint\s+#?34|bti\s+c)\b/g, to: ['hint #36', 'hint #38', 'hint #32', 'nop'] },
  // A return lands anywhere; a call comes back.
  { name: 'branch', find: /^br\b/g, to: ['ret', 'blr'] },
  { name: 'negate', find: /^cbz\b/g, to: ['cbnz'] },
  { name: 'negate', find: /^cbnz\b/g, to: ['cbz'] },
  // One mention of a register, so that what was loaded is not what is used.
  { name: 'register', find: /\b([xw])16\b/g, to: ['$19', '$117'] },
  { name: 'register', find: /\b([xw])17\b/g, to: ['$19', '$116'] },
  { name: 'half', find: /^(ldr\s+)x/g, to: ['$1w'] },
  { name: 'section', find: /^(\.(?:push)?section\s+)(?!\.text\b)[\w.]+/g, to: ['$1.text'] },
  { name: 'section', find: /^(\.(?:push)?section\s+)(?!\.data\b)[\w.]+/g, to: ['$1.data'] },
  { name: 'flags', find: /\\"ax?\\"/g, to: (flags) => [flags.replace('a', 'aw')] },
  { name: 'align', find: /^(\.(?:p2align|align)\s+)([1-9]\d*)/g, to: less((n) => n - 1) },
  { name: 'align', find: /^(\.balign\s+)([1-9]\d*)/g, to: less((n) => n / 2) },
  { name: 'binding', find: /^\.globl\b/g, to: ['.weak', '.local'] },
];

/** Anywhere in the header. */
const HEADER: readonly Rule[] = [
  { name: 'type', find: /%function\b/g, to: ['%object'] },
  { name: 'size', find: /(, )\. - /g, to: ['$1. + 4 - ', '$1. - 4 - '] },
  {
    name: 'target',
    find: /(\.(?:xword|quad|8byte|dword)\s+)" *(\w+) *(?=["\\\s])"?/g,
    to: ['$10', '$1" $2 " + 4'],
  },
  { name: 'null', find: /\b__static_call_return0\b/g, to: ['0'] },
  { name: 'null', find: /"0(?:x0)?"/g, to: ['"__static_call_return0"'] },
];

/** In the bodies of the source's functions. */
const SOURCE: readonly Rule[] = [
  { name: 'negate', find: /\bif \(!/g, to: ['if ('] },
  { name: 'negate', find: /\bif \((?!!)([^()]+)\)/g, to: ['if (!($1))'] },
  { name: 'never', find: /\bif \((?=[^()]*\))/g, to: ['if (0 && '] },
  { name: 'always', find: /\bif \((?=[^()]*\))/g, to: ['if (1 || '] },
  { name: 'number', find: /(?<![\w.])\d+(?![\w.])/g, to: (n) => neighbours(Number(n)) },
  { name: 'page', find: /\bSZ_4K\b/g, to: ['(SZ_4K / 2)', '(SZ_4K * 2)', 'SZ_64K'] },
  { name: 'scale', find: /\bsizeof\(u64\)/g, to: ['sizeof(u32)', '1'] },
  { name: 'immediate', find: /\bAARCH64_INSN_IMM_12\b/g, to: ['AARCH64_INSN_IMM_9', 'AARCH64_INSN_IMM_16'] },
  { name: 'sign', find: / \+ /g, to: [' - '] },
  { name: 'null', find: /&?\b__static_call_return0\b/g, to: ['((void *)0)', '(void *)tramp'] },
  { name: 'warn', find: /\bWARN_ON_ONCE\(/g, to: ['(void)(', 'WARN_ON(', 'WARN_ON_ONCE(!'] },
  { name: 'narrow', find: /\b[us]64(?= \w+(?:;| =))/g, to: ['u32'] },
  { name: 'narrow', find: /\(u64\)(?=func\b)/g, to: ['(u32)(u64)'] },
  { name: 'target', find: /\(u64\)func\b/g, to: ['((u64)func + 4)', '((u64)func | 1)', '0', '(u64)tramp'] },
  { name: 'word', find: /\ble32_to_cpup\(/g, to: ['~le32_to_cpup('] },
];

/** Calls that write; each is left out, made twice, and made for the word behind. */
const WRITES = /\baarch64_insn_(?:write|patch)\w*\(/g;

/** The text of a subject's header, and of what defines its patch routine; `path` where that is not `static_call.c`. */
export interface Original {
  header: string;
  source: string;
  path?: string;
}

/** All mutants of a subject's two files, in the order of the files and their lines. */
export function derive({ header, source, path = SUBJECT_FILES.source }: Original): Derived[] {
  const changes = [
    ...inFile(SUBJECT_FILES.header, header, [
      ...assemblyLines(header).flatMap(({ start, end }) => byRules(ASSEMBLY, header, start, end)),
      ...byRules(HEADER, blankComments(header), 0, header.length),
    ]),
    ...inFile(path, source, [
      ...ownBodies(source, path).flatMap(({ start, end }) => [
        ...byRules(SOURCE, blankComments(source), start, end),
        ...statements(source, start, end),
        ...writes(source, start, end),
      ]),
    ]),
  ];
  return withNames(changes);
}

/** A part of a file and what takes its place. */
interface Change {
  rule: string;
  start: number;
  end: number;
  text: string;
}

interface Span {
  start: number;
  end: number;
}

function byRules(rules: readonly Rule[], text: string, start: number, end: number): Change[] {
  const part = text.slice(start, end);
  return rules.flatMap(({ name, find, to }) =>
    Array.from(part.matchAll(find)).flatMap((match) => {
      const [whole, ...groups] = match;
      const at = start + match.index;
      const all = typeof to === 'function' ? to(whole, ...groups) : to;
      return all.map((text) => ({
        rule: name,
        start: at,
        end: at + whole.length,
        text: text.replace(/\$(\d)/g, (_, index) => groups[Number(index) - 1] ?? '').replaceAll('$&', whole),
      }));
    }),
  );
}

function less(smaller: (n: number) => number): Rule['to'] {
  return (_, directive = '', n = '') => [`${directive}${smaller(Number(n))}`];
}

function neighbours(n: number): string[] {
  return [n + 1, n - 1, ...(n > 1 ? [n * 2] : [])].filter((one) => one >= 0).map(String);
}

/** The lines of assembly in a header's strings: each from its mnemonic or directive on. */
function assemblyLines(text: string): Span[] {
  const strings = blankComments(text).matchAll(/"((?:[^"\\\n]|\\.)*)"/g);
  return Array.from(strings).flatMap((string) => {
    const [, inside = ''] = string;
    const lines = inside.matchAll(/(?:^|\\n)(?:\s|\\t)*(?:\w+:(?:\s|\\t)*)?((?:\.?[a-z])(?:[^\\]|\\[^n])*)/g);
    return Array.from(lines, (line) => {
      const start = string.index + 1 + line.index + line[0].length - (line[1] ?? '').length;
      return { start, end: start + (line[1] ?? '').length };
    });
  });
}

/** Text of the same length without comments; what stands in strings stays. */
function blankComments(text: string): string {
  return text.replace(/"(?:[^"\\\n]|\\.)*"|\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, (found) =>
    found.startsWith('"') ? found : found.replace(/[^\n]/g, ' '),
  );
}

/** What is between the outermost braces. */
function bodies(text: string): Span[] {
  const plain = blankComments(text);
  const found: Span[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < plain.length; at++) {
    if (plain[at] === '{' && depth++ === 0) start = at + 1;
    if (plain[at] === '}' && --depth === 0) found.push({ start, end: at });
  }
  return found;
}

/** What is a subject's in its source: all of `static_call.c`; of another file, which does more, the patch routine. */
function ownBodies(text: string, path: string): Span[] {
  if (path === SUBJECT_FILES.source) return bodies(text);
  const plain = blankComments(text);
  const isTransform = ({ start }: Span) => defines(`${headBefore(plain, start)}{`, TRANSFORM);
  return bodies(text).filter(isTransform);
}

/** What stands between the end of the last function or declaration and a body. */
function headBefore(plain: string, start: number): string {
  const before = plain.slice(0, start - 1);
  return before.slice(Math.max(before.lastIndexOf('}'), before.lastIndexOf(';')) + 1);
}

const DECLARATION =
  /^(?:(?:const|static|unsigned|struct|volatile)\s+)*(?:[us](?:8|16|32|64)|__le\d+|int|long|bool|void|char|\w+_t)\b/;

/** Each statement left out, with what it is a condition of; declarations stay. */
function statements(text: string, start: number, end: number): Change[] {
  const plain = blankComments(text);
  return Array.from(plain.slice(start, end).matchAll(/[^;{}]+;/g)).flatMap((match) => {
    const [whole] = match;
    const code = whole.trimStart();
    if (code === ';' || DECLARATION.test(code)) return [];
    const at = start + match.index + whole.length - code.length;
    return [{ rule: 'drop', start: at, end: at + code.length, text: ';' }];
  });
}

function writes(text: string, start: number, end: number): Change[] {
  const plain = blankComments(text).slice(0, end);
  return Array.from(plain.slice(start).matchAll(WRITES)).flatMap((match) => {
    const at = start + match.index;
    const open = at + match[0].length;
    const close = closing(plain, open);
    if (close === undefined) return [];
    const call = text.slice(at, close + 1);
    const comma = firstComma(plain, open, close);
    const next =
      comma === undefined
        ? []
        : [`${match[0]}(void *)((u64)(${text.slice(open, comma)}) + 8)${text.slice(comma, close + 1)}`];
    return ['0', `(${call} | ${call})`, ...next].map((text) => ({
      rule: 'write',
      start: at,
      end: close + 1,
      text,
    }));
  });
}

/** Where the parenthesis ends that was opened before `from`. */
function closing(text: string, from: number): number | undefined {
  let depth = 1;
  for (let at = from; at < text.length; at++) {
    if (text[at] === '(') depth += 1;
    if (text[at] === ')' && --depth === 0) return at;
  }
  return undefined;
}

function firstComma(text: string, from: number, to: number): number | undefined {
  let depth = 0;
  for (let at = from; at < to; at++) {
    if (text[at] === '(') depth += 1;
    if (text[at] === ')') depth -= 1;
    if (text[at] === ',' && depth === 0) return at;
  }
  return undefined;
}

type Unnamed = Omit<Derived, 'name'> & { rule: string; line: number };

function inFile(file: string, text: string, changes: readonly Change[]): Unnamed[] {
  return [...changes]
    .sort((a, b) => a.start - b.start)
    .map(({ rule, start, end, text: now }) => ({
      rule,
      line: text.slice(0, start).split('\n').length,
      what: `${oneLine(text.slice(start, end))} becomes ${oneLine(now)}`,
      file,
      text: text.slice(0, start) + now + text.slice(end),
    }))
    .filter(
      (one, index, all) => one.text !== text && all.findIndex((other) => other.text === one.text) === index,
    );
}

function oneLine(text: string): string {
  return `\`${text.trim().replace(/\s+/g, ' ')}\``;
}

/** `h14-drop`, and `h14-drop-2` for a second one. */
function withNames(all: readonly Unnamed[]): Derived[] {
  const used = new Map<string, number>();
  return all.map(({ rule, line, what, file, text }) => {
    const name = `${file === SUBJECT_FILES.header ? 'h' : 'c'}${line}-${rule}`;
    const count = (used.get(name) ?? 0) + 1;
    used.set(name, count);
    return { name: count === 1 ? name : `${name}-${count}`, what, file, text };
  });
}
