// SPDX-License-Identifier: GPL-2.0-only
// Fragments of a kernel's configuration, and whether a tree took them. kconfig drops without a word what a tree does not know or cannot have.

/** What one option was called in trees of different age: a tree that takes one of the names has the option. */
const ONE_AND_THE_SAME = [['CONFIG_CFI', 'CONFIG_CFI_CLANG']];

/**
 * The options that a fragment or a .config sets, by name; one that is off is `n`.
 * @param {string} text
 * @returns {Map<string, string>}
 */
export function readConfig(text) {
  /** @type {Map<string, string>} */
  const options = new Map();
  for (const line of text.split('\n')) {
    const set = /^(CONFIG_\w+)=(.*)$/.exec(line);
    const off = /^# (CONFIG_\w+) is not set$/.exec(line);
    if (set) options.set(set[1] ?? '', set[2] ?? '');
    else if (off) options.set(off[1] ?? '', 'n');
  }
  return options;
}

/**
 * What a fragment asks for and a .config does not have, an `OPTION=VALUE` each, in the fragment's order.
 * @param {Map<string, string>} wanted
 * @param {Map<string, string>} got
 */
export function lacking(wanted, got) {
  return [...wanted]
    .filter(([name, value]) => {
      const names = ONE_AND_THE_SAME.find((group) => group.includes(name)) ?? [name];
      return !names.some((other) => wanted.get(other) === value && (got.get(other) ?? 'n') === value);
    })
    .map(([name, value]) => `${name}=${value}`);
}
