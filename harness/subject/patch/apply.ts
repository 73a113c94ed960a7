// SPDX-License-Identifier: GPL-2.0-only
// One file patch, applied to one file's content. Names out of the patch never reach a file system: the content goes by a name of ours.

import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EXIT, SctError } from '../../base/exit.ts';
import { plainGit } from '../../tool/plain-git.ts';
import { findTool } from '../../tool/tools.ts';
import { type FilePatch, type Hunk, pathOf } from './series.ts';
import { PatchUnreadable, placeName } from './unreadable.ts';

/** A patch that can be read, but does not fit the files it is for. Exit code 2. */
export class PatchDoesNotApply extends SctError {
  override name = 'PatchDoesNotApply';
  override readonly exitCode = EXIT.usage;
}

/** What a file is after a patch: its content (latin1; null if it is gone), and whether that is proven to be what was posted. */
export interface Applied {
  content: string | null;
  /**
   * `exact`: the content has the id that the patch names. `white space`: it has not, for an archive collapsed its white space. `other`: it has not,
   * so the patch was edited since, or damaged. `unknown`: the patch names none, or was made for another base.
   */
  proof: 'exact' | 'white space' | 'other' | 'unknown';
}

const NAME = 'file';

/**
 * Applies `patch` to `base` (latin1; null if there is no such file).
 * @param scratch a folder that exists; what is put there is removed again
 * @throws PatchUnreadable if the patch is damaged, or of a kind that sct does not apply
 * @throws PatchDoesNotApply if it does not fit `base`; names file and hunk
 * @throws ToolMissing if git is needed and not there
 */
export async function applyPatch(patch: FilePatch, base: string | null, scratch: string): Promise<Applied> {
  if (patch.damage) throw patch.damage;
  if (patch.unsupported)
    throw new PatchUnreadable(
      patch.place,
      `it is ${patch.unsupported}, which sct does not apply`,
      'Let `git format-patch --no-renames --no-binary` write it, or apply it to a kernel tree and give that with --tree.',
    );
  if (patch.newPath === null) return { content: null, proof: 'unknown' };
  const creates =
    patch.oldPath === null || patch.hunks.every(({ old }) => old.count === 0 && old.start === 0);
  const content = creates ? created(patch, base) : await changed(patch, base, scratch);
  const proof = proofOf(patch, base, content);
  const rejoined = patch.hunks.find((hunk) => hunk.rejoined.length > 0);
  // Whoever writes a patch may edit it, and leave the index line as it was. Whoever quotes one, or wraps its lines, has no business to.
  if (proof === 'other' && (patch.quoted || rejoined))
    throw new PatchUnreadable(
      rejoined ? { ...rejoined.place, line: rejoined.rejoined[0] } : patch.place,
      `${rejoined ? 'joined again, its wrapped lines do' : 'what is quoted does'} not give the file that was posted: its id differs from the one in the index line`,
    );
  return { content, proof };
}

/** The content of a file that the patch creates. */
function created(patch: FilePatch, base: string | null): string {
  if (base !== null)
    throw new PatchDoesNotApply(
      `${placeName(patch.place)}: the patch creates this file, but there is one already: in the tree, or by an earlier patch.\nGive one revision of the patch, and the tree that it was made for.`,
    );
  if (patch.hunks.length > 1 || patch.hunks.some(({ lines }) => lines.some(({ mark }) => mark !== '+')))
    throw new PatchUnreadable(patch.place, 'it creates the file, but not with one hunk of added lines');
  return textOf(patch.hunks[0]);
}

function textOf(hunk: Hunk | undefined): string {
  return (hunk?.lines ?? []).map(({ text, noNewline }) => (noNewline ? text : `${text}\n`)).join('');
}

/** The content of a file after `git apply`. */
async function changed(patch: FilePatch, base: string | null, scratch: string): Promise<string> {
  if (base === null)
    throw new PatchDoesNotApply(
      `${placeName(patch.place)}: the patch changes this file, and there is none to change.\nGive the tree that it was made for with --tree.`,
    );
  const lost = patch.hunks.find(({ contextLost }) => contextLost);
  if (lost)
    throw new PatchUnreadable(
      lost.place,
      'its context lines have lost their white space, so that nobody can tell where it belongs',
    );
  const git = findTool('git');
  const { execa } = await import('execa');
  const folder = mkdtempSync(join(scratch, 'apply-'));
  try {
    writeFileSync(join(folder, NAME), base, 'latin1');
    const { failed, stderr } = await execa(git, ['apply', '--whitespace=nowarn', '-'], {
      cwd: folder,
      input: Buffer.from(plainPatch(patch.hunks), 'latin1'),
      reject: false,
      extendEnv: false,
      env: plainGit(folder),
    });
    if (failed) throw doesNotApply(patch, stderr);
    return readFileSync(join(folder, NAME), 'latin1');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The hunks as `git apply` wants them. */
function plainPatch(hunks: readonly Hunk[]): string {
  const body = hunks.map(({ old, new: next, lines }) => {
    const text = lines.map(
      (line) => `${line.mark}${line.text}\n${line.noNewline ? '\\ No newline at end of file\n' : ''}`,
    );
    return `@@ -${old.start},${old.count} +${next.start},${next.count} @@\n${text.join('')}`;
  });
  return `--- a/${NAME}\n+++ b/${NAME}\n${body.join('')}`;
}

/** git says where by the line at which a hunk should begin. */
function doesNotApply(patch: FilePatch, stderr: string): PatchDoesNotApply {
  const line = Number(new RegExp(`patch failed: ${NAME}:(\\d+)`).exec(stderr)?.[1]);
  const hunk = patch.hunks.find(({ old }) => old.start === line);
  const where = placeName(hunk?.place ?? patch.place);
  const why = hunk ? `does not fit at line ${line} of ${pathOf(patch)}` : `does not apply: ${stderr.trim()}`;
  return new PatchDoesNotApply(`${where}: ${why}.\nGive the tree that the patch was made for with --tree.`);
}

function proofOf(patch: FilePatch, base: string | null, content: string): Applied['proof'] {
  if (patch.newBlob === undefined) return 'unknown';
  if (idOf(content).startsWith(patch.newBlob)) return 'exact';
  if (base !== null && !idOf(base).startsWith(patch.oldBlob ?? '-')) return 'unknown';
  return patch.collapsed ? 'white space' : 'other';
}

/** The id that git gives to a file with this content. */
function idOf(content: string): string {
  const bytes = Buffer.from(content, 'latin1');
  return createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}
