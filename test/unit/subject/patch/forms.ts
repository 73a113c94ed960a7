// SPDX-License-Identifier: GPL-2.0-only
// A kernel tree in small, real patches of it made by git, and what mail does to patches.

import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { SUBJECT_FILES } from '../../../../harness/subject/subject.ts';

const ROOT = new URL('../../../../', import.meta.url).pathname;

/** The built-in v7's files, at their kernel paths. */
export const V7: Readonly<Record<string, string>> = Object.fromEntries(
  Object.values(SUBJECT_FILES).map((path) => [
    path,
    readFileSync(join(ROOT, 'guest/subjects/v7', path), 'utf8'),
  ]),
);

export const KCONFIG = 'arch/arm64/Kconfig';
export const MAKEFILE = 'arch/arm64/kernel/Makefile';

/** What a tree has before the patch: files that the guest has no use for. */
export const BEFORE: Readonly<Record<string, string>> = {
  [KCONFIG]: lines('config ARM64', ...numbered('\tselect HAVE_THING_', 12)),
  [MAKEFILE]: lines(...numbered('obj-$(CONFIG_THING_', 9, ')\t\t+= thing.o')),
};

/** What the patch makes of it. */
export const AFTER: Readonly<Record<string, string>> = {
  ...V7,
  [KCONFIG]: (BEFORE[KCONFIG] ?? '').replace('_6\n', '_6\n\tselect HAVE_STATIC_CALL if CFI\n'),
  [MAKEFILE]: (BEFORE[MAKEFILE] ?? '').replace(
    '_4)\t\t+= thing.o\n',
    '_4)\t\t+= thing.o\nobj-$(CONFIG_HAVE_STATIC_CALL)\t\t+= static_call.o\n',
  ),
};

export function lines(...all: string[]): string {
  return all.map((line) => `${line}\n`).join('');
}

export function numbered(before: string, count: number, after = ''): string[] {
  return Array.from({ length: count }, (_, i) => `${before}${i + 1}${after}`);
}

/** Writes files, and removes those that are null. */
export function put(folder: string, files: Readonly<Record<string, string | null>>): void {
  for (const [path, content] of Object.entries(files)) {
    const to = join(folder, path);
    if (content === null) rmSync(to);
    else {
      mkdirSync(dirname(to), { recursive: true });
      writeFileSync(to, content);
    }
  }
}

/** Runs git as nobody in particular. */
export function git(cwd: string, ...args: string[]): string {
  return execFileSync('git', args, {
    cwd,
    encoding: 'latin1',
    maxBuffer: 1 << 26,
    env: {
      PATH: process.env.PATH,
      HOME: cwd,
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_AUTHOR_NAME: 'An Author',
      GIT_AUTHOR_EMAIL: 'author@example.com',
      GIT_COMMITTER_NAME: 'A Committer',
      GIT_COMMITTER_EMAIL: 'committer@example.com',
    },
  });
}

/** A repository with one commit for each state of the files. */
export function repository(folder: string, ...states: Readonly<Record<string, string | null>>[]): void {
  git(folder, 'init', '-q', '-b', 'main');
  for (const [i, state] of states.entries()) {
    put(folder, state);
    git(folder, 'add', '-A');
    const message = `arm64: step ${i}\n\n- a list, as in many a message, with\n  some indentation\n--- a line that only looks like a header\n\nSigned-off-by: An Author <author@example.com>`;
    git(folder, 'commit', '-q', '--allow-empty', '-m', message);
  }
}

/** The last `count` commits as `git format-patch` writes them, all in one mbox. */
export function formatPatch(folder: string, count = 1, ...args: string[]): string {
  return git(folder, 'format-patch', '--stdout', '--abbrev=12', ...args, `-${count}`);
}

/** As a reply quotes it. A mark before an empty line keeps no blank. */
export function quote(text: string, mark = '> '): string {
  return mapLines(text, (line) => `${mark}${line}`.trimEnd());
}

/** As an archive's page shows it: no blanks but single ones, none behind the quote marks but one. */
export function collapse(text: string): string {
  return mapLines(text, (line) => line.replace(/[\t ]+/g, ' ').trimEnd());
}

/**
 * Wraps each line that is longer than `width` at its blanks, and puts the quote marks before each part, as archives and mailers do; or
 * before the first part only, as bad mailers do.
 */
export function wrap(text: string, width: number, again = true): string {
  return mapLines(text, (line) => {
    const marks = /^(?:> ?)*/.exec(line)?.[0] ?? '';
    const parts: string[] = [];
    let rest = line;
    while (rest.length > width) {
      // Not behind the quote marks and the mark of the line: nobody's mailer breaks there.
      let at = rest.lastIndexOf(' ', width);
      if (at < marks.length + 2) at = rest.indexOf(' ', Math.max(width, marks.length + 2));
      if (at < 0 || rest.slice(at + 1).trim() === '') break;
      parts.push(rest.slice(0, at));
      rest = `${again ? marks : ''}${rest.slice(at + 1)}`;
    }
    return [...parts, rest].join('\n');
  });
}

/** Puts a remark, with empty lines around it, behind each line for which `where` says so. */
export function remark(text: string, where: (line: string, at: number) => boolean, words: string): string {
  return text
    .split('\n')
    .map((line, at) => (where(line, at) ? `${line}\n\n${words}\n` : line))
    .join('\n');
}

/** As one mail with an encoded body. */
export function encoded(text: string, encoding: 'quoted-printable' | 'base64', charset = 'utf-8'): string {
  const bytes = Buffer.from(text, 'utf8');
  const body =
    encoding === 'base64'
      ? (bytes.toString('base64').match(/.{1,76}/g) ?? []).join('\n')
      : mapLines(bytes.toString('latin1'), quotedPrintable);
  return lines(
    'From: An Author <author@example.com>',
    'Subject: =?utf-8?q?=5BPATCH=5D_arm64=3A_static_calls?=',
    'MIME-Version: 1.0',
    `Content-Type: text/plain; charset="${charset}"`,
    `Content-Transfer-Encoding: ${encoding}`,
    '',
    body,
  );
}

function quotedPrintable(line: string): string {
  const coded = line.replace(
    /[^ -<>-~\t]|[ \t]$/g,
    (c) => `=${c.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
  return (coded.match(/(?:=[0-9A-F]{2}|[^=]){1,70}/g) ?? ['']).join('=\n');
}

function mapLines(text: string, change: (line: string) => string): string {
  return text.replace(/\n$/, '').split('\n').map(change).join('\n').concat('\n');
}
