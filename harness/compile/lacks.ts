// SPDX-License-Identifier: GPL-2.0-only
// Tells a subject that is wrong from one that uses what the guest lacks: a name that neither knows is no mistake that anybody could show.

import { basename, extname } from 'node:path';
import { editsBetween } from '../base/nearest.ts';

/** A name that a subject uses, and that nobody defines. */
export interface Lack {
  name: string;
  /** The subject's own file, as it calls it (`arch/arm64/kernel/static_call.c`), and the line there. */
  file: string;
  line: number;
}

/** A file of the subject's own. */
export interface OwnFile {
  /** As compilers name it. */
  path: string;
  /** At its kernel path. */
  name: string;
  text: string;
}

/**
 * How compilers say that a name is unknown to them, clang's words and gcc's. `name` is what is missing, `of` the type that would have to have it;
 * a type that the subject defines itself is its own business.
 */
const UNKNOWN: readonly RegExp[] = [
  /^'(?<header>[^']+)' file not found/,
  /^(?<header>[^\s:]+): No such file or directory/,
  /call to undeclared function '(?<name>\w+)'/,
  /use of undeclared identifier '(?<name>\w+)'/,
  /unknown type name '(?<name>\w+)'/,
  /implicit declaration of function '(?<name>\w+)'/,
  /^'(?<name>\w+)' undeclared/,
  /function-like macro '(?<name>\w+)' is not defined/,
  /type defaults to 'int' in declaration of '(?<name>\w+)'/,
  /incomplete type '(?:struct|union|enum) (?<name>\w+)'/,
  /no member named '(?<name>\w+)' in '(?:(?:struct|union) )?(?<of>\w+)'/,
  /^'(?:(?:struct|union) )?(?<of>\w+)' has no member named '(?<name>\w+)'/,
];

/** What a header of the guest's says itself of what it stands for, in assembly: asm/alternative-macros.h. */
const SAID = /^sct: the guest lacks (?<name>\w+)/;

/** What compilers say of a word in a place where only a macro could stand: an attribute, a declaration, a piece of a string. */
const MISPLACED =
  /^(?:expected|type specifier missing|missing binary operator|variable has incomplete type 'void'|parameter names|illegal initializer)/;

const KEYWORDS: ReadonlySet<string> = new Set(
  `asm auto break case char const continue default do double else enum extern float for goto if inline int long register restrict return short
  signed sizeof static struct switch typedef typeof union unsigned void volatile while bool __asm__ __attribute__ __extension__ __inline
  __inline__ __signed__ __typeof__ __volatile__ _Bool _Static_assert _Generic`.split(/\s+/),
);

/** Among the pieces of a string, in a macro of the subject's: where it is expanded the error is, and a note where it is written. */
const IN_STRING =
  /^expected (?:string literal in 'asm'|string literal before|'\)' before|':' or '\)' before)/;

interface Told {
  severity: string;
  path: string;
  line: number;
  column: number;
  text: string;
}

/**
 * What the first error of a compiler's message is about, if that is a name that the subject uses in a file of its own, and neither defines nor
 * has misspelt. What comes behind a first error may come of it.
 * @param guestKnows whether a word stands in any header of the guest's
 */
export function lackOfCompile(
  message: string,
  own: readonly OwnFile[],
  guestKnows: (word: string) => boolean,
): Lack | undefined {
  const [error, ...notes] = firstError(message);
  if (!error) return undefined;
  const said = SAID.exec(error.text)?.groups?.name;
  if (said !== undefined) return mention(said, own);
  const isOwn = ({ path }: Told) => own.some((file) => file.path === path);
  // An error in the subject's own file is at the word; of one where a macro is expanded the innermost note is.
  const inString = IN_STRING.test(error.text) && !isOwn(error);
  const place = inString ? notes.findLast(isOwn) : [error, ...notes].find(isOwn);
  const file = own.find(({ path }) => path === place?.path);
  if (!place || !file) return undefined;
  const unknown = unknownIn(error, own);
  // What is defined further down, or in another scope, is not missing.
  if (unknown !== undefined && !unknown.includes('.') && defines(own, unknown)) return undefined;
  const name =
    unknown ?? misplacedIn(inString ? { ...place, text: error.text } : error, file, own, guestKnows);
  if (name === undefined) return undefined;
  // The compiler knows best what it looks like.
  const alike = notes.some(
    ({ text, path }) => /' declared here$/.test(text) && own.some((one) => one.path === path),
  );
  if (alike || isMisspelt(name, own)) return undefined;
  return { name, file: file.name, line: place.line };
}

/**
 * What a link lacks, if each symbol that is undefined is one that the subject names in a file of its own, that the guest's headers do not, that no
 * file asks for which never sees the subject, and that is no misspelling of one of its own. (What the guest's headers name, and the guest does not
 * define, is what a subject is for.)
 * @param apart the objects of files that never see the subject: what they ask for, it must define
 */
export function lacksOfLink(
  message: string,
  own: readonly OwnFile[],
  apart: readonly string[],
  guestKnows: (word: string) => boolean,
): Lack[] | undefined {
  const errors = message.split(/^(?=\S*ld\.lld\S*: error: )/m).filter((text) => /: error: /.test(text));
  const lacks = errors.map((text): Lack | undefined => {
    const name = /undefined symbol: (\S+)/.exec(text)?.[1];
    if (name === undefined || guestKnows(name) || apart.some((object) => text.includes(object)))
      return undefined;
    return isMisspelt(name, own) ? undefined : mention(name, own);
  });
  const known = lacks.filter((lack) => lack !== undefined);
  return known.length > 0 && known.length === errors.length ? known : undefined;
}

/** Where the subject first names it. */
function mention(name: string, own: readonly OwnFile[]): Lack | undefined {
  const word = new RegExp(`(?<![\\w$])${escaped(name)}(?![\\w$])`);
  const lines = own.map(({ text }) => text.split('\n').findIndex((line) => word.test(line)));
  const at = lines.findIndex((line) => line >= 0);
  const [file, line] = [own[at], lines[at]];
  return file && line !== undefined ? { name, file: file.name, line: line + 1 } : undefined;
}

/** The first error, and what belongs to it up to the next. */
function firstError(message: string): Told[] {
  const told = message.split('\n').flatMap((text): Told[] => {
    const found = /^(\S[^:]*):(\d+):(?:(\d+):)? (fatal error|error|warning|note): (.*)$/.exec(text);
    if (!found) return [];
    const [, path = '', line, column = '0', severity = '', words = ''] = found;
    return [{ severity, path, line: Number(line), column: Number(column), text: words }];
  });
  const from = told.findIndex(({ severity }) => severity.endsWith('error'));
  if (from < 0) return [];
  const rest = told.slice(from + 1);
  const to = rest.findIndex(({ severity }) => severity !== 'note');
  return told.slice(from, to < 0 ? undefined : from + 1 + to);
}

function unknownIn({ text }: Told, own: readonly OwnFile[]): string | undefined {
  for (const pattern of UNKNOWN) {
    const { header, name, of } = pattern.exec(text)?.groups ?? {};
    if (header !== undefined) return header;
    if (name === undefined || (of !== undefined && defines(own, of))) continue;
    return name;
  }
  return undefined;
}

/** The word at an error's column, or before it, if it can only be a macro that is not there. */
function misplacedIn(
  { text, line, column, path }: Told,
  file: OwnFile,
  own: readonly OwnFile[],
  guestKnows: (word: string) => boolean,
): string | undefined {
  if (path !== file.path) return undefined;
  const lines = file.text.split('\n');
  const source = lines[line - 1] ?? '';
  // gcc names the variable.
  if (/^storage size of |has initializer but incomplete type/.test(text)) {
    const type = /\b(?:struct|union|enum)\s+(\w+)/.exec(source)?.[1];
    return type !== undefined && !defines(own, type) ? type : undefined;
  }
  if (!MISPLACED.test(text)) return undefined;
  // Of a macro that is given a string or a number it is the first of these that is misplaced.
  const before = /(\w+)\s*\(?\s*$/.exec(source.slice(0, Math.max(0, column - 1)))?.[1];
  const at = /^\s*(\w+)/.exec(source.slice(Math.max(0, column - 1)))?.[1];
  const isUnknown = (word: string, among: readonly OwnFile[]) =>
    /^[A-Za-z_]/.test(word) && !KEYWORDS.has(word) && !guestKnows(word) && !defines(among, word);
  const words = [at, before].filter((word) => word !== undefined);
  // An attribute looks like one, and its own line looks as if it were declared there.
  const elsewhere = own.map((one) =>
    one === file ? { ...one, text: lines.toSpliced(line - 1, 1).join('\n') } : one,
  );
  return (
    words.find((word) => word.startsWith('__') && isUnknown(word, elsewhere)) ??
    words.find((word) => isUnknown(word, own))
  );
}

/** As far from a keyword or a name of the subject's own as a slip of the fingers, and no further. */
function isMisspelt(name: string, own: readonly OwnFile[]): boolean {
  if (name.includes('.'))
    return own.some(
      ({ name: path }) =>
        extname(path) === extname(name) && editsBetween(basename(path), basename(name)) <= 2,
    );
  if (name.length < 4) return false;
  if (
    [...KEYWORDS].some((word) => word.length > 3 && (editsBetween(word, name) === 1 || isSwapped(word, name)))
  )
    return true;
  const most = name.length < 8 ? 1 : 2;
  const words = new Set(own.flatMap(({ text }) => code(text).match(/[A-Za-z_]\w{2,}/g) ?? []));
  return [...words].some(
    (word) =>
      word !== name &&
      Math.abs(word.length - name.length) <= most &&
      (editsBetween(word, name) <= most || isSwapped(word, name)) &&
      defines(own, word),
  );
}

/** Whether two words differ in two neighbours that have changed places. */
function isSwapped(a: string, b: string): boolean {
  const at = [...a].findIndex((letter, index) => letter !== b[index]);
  if (a.length !== b.length || at < 0) return false;
  return a[at] === b[at + 1] && a[at + 1] === b[at] && a.slice(at + 2) === b.slice(at + 2);
}

/** Whether one of these files defines a name: as a macro, a type, or whatever a type's name stands before. */
function defines(own: readonly OwnFile[], name: string): boolean {
  const word = escaped(name);
  const patterns = [
    new RegExp(`^[ \\t]*#[ \\t]*define[ \\t]+${word}\\b`, 'm'),
    new RegExp(`\\b(?:struct|union|enum)\\s+${word}\\s*\\{`),
    new RegExp(`\\btypedef\\b[^;]*\\b${word}\\s*[;\\[(]`),
    // A type, perhaps with stars, then the name, then what follows a declarator.
    new RegExp(
      `(?<!#.*)\\b(?!(?:return|goto|else|case|sizeof|do|in)\\b)[A-Za-z_]\\w*(?:\\s+|\\s*\\*+\\s*)${word}\\s*(?:=[^=]|[;,()\\[:])`,
    ),
    // The second of several declarators, and a member of an enumeration.
    new RegExp(`^[ \\t]*(?:\\w+\\s+)+\\**\\w+(?:\\s*=[^,;()]*)?,\\s*(?:\\w+,\\s*)*\\**${word}\\s*[=;,]`, 'm'),
    new RegExp(`\\benum\\b[^;{]*\\{[^}]*\\b${word}\\b[^}]*\\}`),
  ];
  return own.some(({ text }) => {
    const plain = code(text);
    return patterns.some((pattern) => pattern.test(plain));
  });
}

/** A text without its comments and strings. */
function code(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\/|\/\/.*|"(?:\\.|[^"\\\n])*"/g, ' ');
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
