// SPDX-License-Identifier: GPL-2.0-only
// What a reader wants to see of a cause at once, looked up where it is: the reason why the case exists, the line of the subject's own file,
// the trampoline. Only after something went wrong; what cannot be had is left out.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Cause, Evidence, Finding } from '../../base/verdict.ts';
import { disassembleFunction, type Instruction } from '../../inspect/disassemble.ts';
import { isPadding } from '../../inspect/trampoline.ts';
import { ownFiles } from '../../subject/own-files.ts';
import { allReasons, whyOf } from './reasons.ts';
import { inTrampoline, type Place, see } from './seen.ts';

/** Where the things of a finding's cell are. */
export interface Whereabouts {
  /** The subject's folder. */
  folder: string;
  /** What debug information calls that folder: `subject`, or a path in the project. */
  named: string;
  /** What the user calls it. */
  shown: string;
  /** The image, and the symbols of its code by address. */
  image?: { elf: string; symbols: readonly string[] };
}

/** Where evidence comes from that results do not have: disassembly, and lines of the subject's files. */
export interface LookUp {
  /** The project: the folder that holds `guest/`. */
  root: string;
  /** llvm-objdump. @throws if it is not installed */
  objdump: () => string;
  where: (finding: Finding) => Whereabouts | undefined;
}

/** How many causes are looked up: nobody reads more of them at once. */
const MOST = 4;

/** The same causes, the first few with evidence. Never rejects. */
export async function withEvidence(causes: readonly Cause[], lookUp: LookUp): Promise<Cause[]> {
  if (causes.length === 0) return [];
  const reasons = attempt(() => allReasons(lookUp.root)) ?? [];
  return Promise.all(
    causes.map(async (cause, index) => {
      if (index >= MOST) return cause;
      const why = whyOf(cause.lead, reasons);
      const looked = await lookAt(cause, lookUp).catch(() => ({}));
      return { ...cause, evidence: { ...(why === '' ? {} : { why }), ...looked } };
    }),
  );
}

async function lookAt(cause: Cause, lookUp: LookUp): Promise<Evidence> {
  const where = lookUp.where(cause.example ?? cause.lead) ?? lookUp.where(cause.lead);
  if (!where) return {};
  const seen = cause.example && see(cause.example);
  const place = seen?.place;
  const atFault = seen && inTrampoline(seen) ? place : undefined;
  const code = await trampolineOf(cause, atFault, where, lookUp);
  const marked = code?.lines.find((line) => line.marked)?.text;
  const source =
    lineAt(place, where) ??
    (cause.source && firstLine(cause.source, where)) ??
    (marked === undefined ? undefined : lineOf(marked, where));
  return { ...(code ? { code } : {}), ...(source ? { source } : {}) };
}

/** The trampoline that the cause speaks of, or the image's first where they are all alike. */
async function trampolineOf(
  { lead, marks }: Cause,
  atFault: Place | undefined,
  { image }: Whereabouts,
  { objdump }: LookUp,
): Promise<Evidence['code']> {
  if (!image || (marks === undefined && !atFault)) return undefined;
  const told = /^(__SCT__\w+): /.exec(lead.reason)?.[1];
  const symbol = told ?? atFault?.symbol ?? image.symbols.find((name) => name.startsWith('__SCT__'));
  if (symbol === undefined) return undefined;
  const all = await disassembleFunction(image.elf, symbol, objdump());
  const body = all.slice(0, all.findLastIndex(({ word }) => !isPadding(word)) + 1);
  const lines = body.map((at, index) => {
    const text = `${at.mnemonic} ${at.operands.join(', ')}`.trim();
    const isAt = marks === undefined ? index * 4 === atFault?.offset : isMarked(marks, index, text, body);
    return { text, marked: isAt };
  });
  return { symbol, lines };
}

function isMarked(
  marks: number | RegExp,
  index: number,
  text: string,
  body: readonly Instruction[],
): boolean {
  if (typeof marks === 'number') return index === (marks < 0 ? body.length + marks : marks);
  return marks.test(text);
}

/** The line of the subject's file at a place; undefined for a place that is not the subject's. */
function lineAt(place: Place | undefined, { folder, named, shown }: Whereabouts): Evidence['source'] {
  if (!place?.file?.startsWith(`${named}/`) || place.line === undefined) return undefined;
  const path = place.file.slice(named.length + 1);
  const text = attempt(() => readFileSync(join(folder, path), 'utf8').split('\n')[(place.line ?? 0) - 1]);
  return text === undefined ? undefined : { file: join(shown, path), line: place.line, text: text.trim() };
}

/** Assembly in a header has no line in the debug information. If one line alone has this mnemonic, it is that one. */
function lineOf(instruction: string, where: Whereabouts): Evidence['source'] {
  const [mnemonic = ''] = instruction.split(' ');
  const pattern = new RegExp(`["\\s;]${mnemonic.replaceAll('.', '\\.')}(?:[\\s"\\\\;]|$)`);
  const found = linesLike(pattern, where).filter(({ text }) => text.includes('"'));
  return found.length === 1 ? found[0] : undefined;
}

function firstLine(pattern: RegExp, where: Whereabouts): Evidence['source'] {
  return linesLike(pattern, where)[0];
}

/** The lines of the subject's own files that read like this, without what continues them. */
function linesLike(pattern: RegExp, { folder, shown }: Whereabouts): NonNullable<Evidence['source']>[] {
  return (attempt(() => ownFiles(folder)) ?? []).flatMap((path) =>
    (attempt(() => readFileSync(join(folder, path), 'utf8')) ?? '').split('\n').flatMap((text, index) => {
      const bare = text.replace(/\s*\\$/, '').trim();
      return pattern.test(bare) ? [{ file: join(shown, path), line: index + 1, text: bare }] : [];
    }),
  );
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
