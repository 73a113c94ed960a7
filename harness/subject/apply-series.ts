// SPDX-License-Identifier: GPL-2.0-only
// Patches onto a tree, as far as they concern the guest.

import { UsageError } from '../base/exit.ts';
import { OWN } from './choose-own.ts';
import { defines, maySource, TRANSFORM } from './own-files.ts';
import type { Applied } from './patch/apply.ts';
import { type FilePatch, pathOf } from './patch/series.ts';
import type { PatchedFiles } from './patched-files.ts';
import { HEADER, STOOD_IN } from './stand-ins.ts';
import { SUBJECT_FILES } from './subject.ts';

/** Patches alone must bring both files, and must leave alone what only a tree can have. */
export function assertCreatesAll(
  series: readonly FilePatch[],
  sources: ReadonlySet<string>,
  patches: readonly string[],
): void {
  const from = patches.join(', ');
  const creates = (path: string) => series.some((file) => file.oldPath === null && file.newPath === path);
  const helpers = [...new Set(series.map(pathOf))].filter((path) => STOOD_IN.has(path) && !creates(path));
  if (helpers.length > 0)
    throw new UsageError(
      `${from} changes ${helpers.join(', ')}, which the guest has only a stand-in for.\nGive the kernel tree that the patch is for with --tree.`,
    );
  const elsewhere = [...sources].some((path) => maySource(path) && creates(path)) || isWhole(series);
  const missing = OWN.filter((path) => !creates(path) && !(path === SUBJECT_FILES.source && elsewhere));
  if (missing.length > 0)
    throw new UsageError(
      `${from} does not create ${missing.join(' and ')}. A patch by itself must create both ${OWN.join(' and ')}, or another file that defines ${TRANSFORM}().\nGive the kernel tree that it is for with --tree.`,
    );
}

/** Whether a header that is created needs no other file: it defines its patch routine. */
function isWhole(series: readonly FilePatch[]): boolean {
  const created = series.find((file) => file.oldPath === null && file.newPath === SUBJECT_FILES.header);
  const text = created?.hunks.flatMap(({ lines }) => lines.map((line) => line.text)).join('\n');
  return text !== undefined && defines(text, TRANSFORM);
}

/** Applies what concerns the guest, in order, and names the rest. */
export async function applyAll(
  series: readonly FilePatch[],
  sources: ReadonlySet<string>,
  files: PatchedFiles,
  scratch: string,
): Promise<{ ignored: string[]; notes: string[] }> {
  if (series.length === 0) return { ignored: [], notes: [] };
  const { applyPatch } = await import('./patch/apply.ts');
  const ignored = new Set<string>();
  const proofs = new Map<string, Applied['proof']>();
  const notes: string[] = [];
  for (const patch of series) {
    const path = pathOf(patch);
    const created = HEADER.test(path) && (patch.oldPath === null || proofs.has(path));
    if (!OWN.includes(path) && !STOOD_IN.has(path) && !sources.has(path) && !created) {
      ignored.add(path);
      continue;
    }
    const { content, proof } = await applyPatch(patch, files.read(path), scratch);
    files.write(path, content);
    proofs.set(path, proof);
    const rejoined = patch.hunks.flatMap((hunk) => hunk.rejoined);
    if (rejoined.length > 0)
      notes.push(
        `${path}: rejoined ${rejoined.length} wrapped ${rejoined.length === 1 ? 'line' : 'lines'} (${patch.place.from}, line ${rejoined.join(', ')})`,
      );
  }
  for (const [path, proof] of proofs) {
    if (proof === 'white space')
      notes.push(`${path}: white space differs from what was posted, for the mail's was collapsed`);
    if (proof === 'other') notes.push(`${path}: not the file that the patch's index line names`);
  }
  return { ignored: [...ignored], notes };
}
