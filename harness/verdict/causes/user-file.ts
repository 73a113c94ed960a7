// SPDX-License-Identifier: GPL-2.0-only
// Debug information calls the files of a subject from outside `subject/…`, the same on every machine. Its user knows them by other names.

import type { CellResult } from '../../base/verdict.ts';

/** A name of a subject's file that does not begin in the midst of another. */
const NAME = /(?<![\w/.-])subject\/(?=(?:arch|include|kernel)\/)/g;

/**
 * A text in which files of a cell's subject are called what its user calls them: those of a tree by their path; those that patches
 * make by their path in a kernel tree, since they are nowhere else.
 */
export function asUserSees(text: string, { selector = [] }: Pick<CellResult, 'selector'>): string {
  const tree = userFolder(selector);
  return text.replace(NAME, tree === '' ? '' : `${tree}/`);
}

/** What the user calls the folder of a subject from outside: its tree; nothing, if patches made it. */
export function userFolder(selector: readonly string[]): string {
  const at = selector.indexOf('--tree');
  return at < 0 || selector.includes('--patch') ? '' : (selector[at + 1] ?? '').replace(/\/$/, '');
}

/** The same without a path of this machine. */
export function asAnyoneSees(text: string, { selector = [] }: Pick<CellResult, 'selector'>): string {
  const paths = selector.filter((word) => word.startsWith('/'));
  return paths.reduce((shown, path) => shown.replaceAll(`${path}/`, ''), text).replace(NAME, '');
}
