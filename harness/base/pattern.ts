// SPDX-License-Identifier: GPL-2.0-only
// Names in which a `*` stands for any characters, as people write them on a command line.

/** Whether this is no name, but stands for those that look like it. */
export function isPattern(text: string): boolean {
  return text.includes('*');
}

/** Whether a name, or the whole of a pattern, is this one. */
export function matches(pattern: string, name: string): boolean {
  if (!isPattern(pattern)) return pattern === name;
  const source = pattern
    .split(/\*+/)
    .map((text) => text.replaceAll(/[\\^$.+?()[\]{}|]/g, '\\$&'))
    .join('.*');
  return new RegExp(`^${source}$`).test(name);
}
