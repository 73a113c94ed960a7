// SPDX-License-Identifier: GPL-2.0-only
// How two subjects differ as people read them: the trampoline, and the files.

import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Builder } from '../compile/build.ts';
import { disassembleFunction } from '../inspect/disassemble.ts';
import { isPadding } from '../inspect/trampoline.ts';
import { prepare } from '../run/prepare.ts';
import { ownFiles } from '../subject/own-files.ts';
import type { Subject } from '../subject/subject.ts';
import { plainGit } from '../tool/plain-git.ts';
import { findTool } from '../tool/tools.ts';
import type { Difference } from './comparison.ts';

const TRAMPOLINE_FILE = 'trampoline';

/**
 * What differs between two subjects, the trampoline first. One that does not build has none.
 * @param scratch a folder that exists; what is put there is removed again
 * @throws ToolMissing, InspectionFailed
 */
export async function differencesOf(
  [before, after]: readonly [Subject, Subject],
  builder: Builder,
  scratch: string,
): Promise<Difference[]> {
  const [one, other] = await Promise.all([trampolineOf(before, builder), trampolineOf(after, builder)]);
  const texts = [
    { what: 'trampoline', path: TRAMPOLINE_FILE, before: one, after: other },
    ...[...new Set([before, after].flatMap(({ folder }) => ownFiles(folder)))].map((path) => ({
      what: path,
      path,
      before: fileOf(before, path),
      after: fileOf(after, path),
    })),
  ];
  return Promise.all(
    texts.map(async (text) => ({ what: text.what, diff: await unifiedDiff(text, scratch) })),
  );
}

/** A trampoline of the subject, an instruction a line, the addresses of this image replaced by what they stand for. */
async function trampolineOf(subject: Subject, builder: Builder): Promise<string> {
  const prepared = await prepare(subject, builder);
  if (!prepared.ok) return '';
  const symbol = prepared.facts.code.find(({ name }) => name.startsWith('__SCT__'))?.name;
  if (symbol === undefined) return '';
  const all = await disassembleFunction(prepared.image.elf, symbol, findTool('llvm-objdump-19'));
  const body = all.slice(0, all.findLastIndex(({ word }) => !isPadding(word)) + 1);
  const lines = body.map(({ mnemonic, operands }) => `${mnemonic} ${operands.join(', ')}`.trim());
  return lines.map((line) => `${placeless(line, lines)}\n`).join('');
}

/** Where the literal lies differs from image to image, and is no difference of the subjects. */
function placeless(line: string, lines: readonly string[]): string {
  const low = /^(ldr \w+, \[(x\d+)), #0x[0-9a-f]+\]$/.exec(line);
  const paged = low && lines.some((other) => other.startsWith(`adrp ${low[2]}, `));
  if (paged) return `${low[1]}, :lo12:literal]`;
  return line.replace(/^(adrp \w+), 0x[0-9a-f]+$/, '$1, literal').replace(/0x[0-9a-f]{8,}/g, 'address');
}

function fileOf({ folder }: Subject, path: string): string {
  const file = join(folder, path);
  return existsSync(file) ? readFileSync(file, 'latin1') : '';
}

async function unifiedDiff(
  { path, before, after }: { path: string; before: string; after: string },
  scratch: string,
): Promise<string> {
  if (before === after) return '';
  const folder = mkdtempSync(join(scratch, 'diff-'));
  try {
    for (const [side, content] of [
      ['a', before],
      ['b', after],
    ] as const) {
      mkdirSync(dirname(join(folder, side, path)), { recursive: true });
      writeFileSync(join(folder, side, path), content, 'latin1');
    }
    const { execa } = await import('execa');
    const words = ['diff', '--no-index', '--no-color', '--no-ext-diff', `a/${path}`, `b/${path}`];
    const { stdout } = await execa(findTool('git'), words, {
      cwd: folder,
      reject: false,
      extendEnv: false,
      env: plainGit(folder),
    });
    // From the first hunk on: the names are said before it.
    return stdout.slice(stdout.indexOf('\n@@') + 1);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
