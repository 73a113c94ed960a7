// SPDX-License-Identifier: GPL-2.0-only
// Why there is no image, in a form that a report can use.

import type { NotBuilt } from './image.ts';
import type { Lack } from './lacks.ts';
import type { ToolResult } from './run-tool.ts';

/** As much of a compiler's message as a reader can use. */
const MESSAGE_LINES = 120;

/** Of compiling: `messages` are the compilers' own. */
export function uncompiled(blame: NotBuilt['blame'], messages: readonly string[], broken = false): NotBuilt {
  return { ok: false, blame, step: 'compile', broken, message: capped(messages.join('\n')), lacks: [] };
}

/** Of linking, in the linker's words. */
export function unlinked(
  blame: NotBuilt['blame'],
  { broken, message }: ToolResult,
  lacks: readonly Lack[] = [],
): NotBuilt {
  return { ok: false, blame, step: 'link', broken, message: capped(message.trimEnd()), lacks: [...lacks] };
}

/** Of linking: an image that no machine could be asked to boot. */
export function tooLarge(why: string): NotBuilt {
  const message = `error: the image is too large: ${why}`;
  return unlinked('subject', { ok: false, broken: false, full: false, message });
}

function capped(message: string): string {
  const lines = message.split('\n').filter((_, index, all) => !isMiddle(all, index));
  if (lines.length <= MESSAGE_LINES) return lines.join('\n');
  return [...lines.slice(0, MESSAGE_LINES), `(${lines.length - MESSAGE_LINES} more lines)`].join('\n');
}

/** Whether a line is neither the first nor the last of a way of includes: a header that includes itself makes one of hundreds. */
function isMiddle(lines: readonly string[], index: number): boolean {
  const isWay = (line: string | undefined) => /^(?:In file included from|\s+from) /.test(line ?? '');
  return [index - 1, index, index + 1].every((at) => isWay(lines[at]));
}
