// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { lacking, readConfig } from '../../../../harness/tool/kernel-config.mjs';
import { newest } from '../../../../scripts/linux/source.mjs';

test('reads what is set and what is off, and nothing of the comments', () => {
  const text = '# words on CONFIG_NO\nCONFIG_A=y\n# CONFIG_B is not set\nCONFIG_C="x=y"\nCONFIG_D=4\n';
  expect([...readConfig(text)]).toEqual([
    ['CONFIG_A', 'y'],
    ['CONFIG_B', 'n'],
    ['CONFIG_C', '"x=y"'],
    ['CONFIG_D', '4'],
  ]);
});

test('names what a tree does not take: unknown, off, or of another value', () => {
  const wanted = readConfig('CONFIG_A=y\nCONFIG_B=y\nCONFIG_N=4\nCONFIG_GONE=y\n# CONFIG_OFF is not set\n');
  const got = readConfig('CONFIG_A=y\n# CONFIG_B is not set\nCONFIG_N=8\n');
  expect(lacking(wanted, got)).toEqual(['CONFIG_B=y', 'CONFIG_N=4', 'CONFIG_GONE=y']);
});

test('CFI is CFI by either name, and missed by both if a tree has neither', () => {
  const wanted = readConfig('CONFIG_CFI=y\nCONFIG_CFI_CLANG=y\n');
  for (const name of wanted.keys()) expect(lacking(wanted, readConfig(`${name}=y\n`))).toEqual([]);
  expect(lacking(wanted, readConfig('# CONFIG_CFI is not set\n'))).toEqual([
    'CONFIG_CFI=y',
    'CONFIG_CFI_CLANG=y',
  ]);
});

test('takes the newest sources that have what is needed, counting and not spelling', () => {
  expect(newest(['linux-source', 'linux-source-6.1', 'linux-source-6.12', 'linux-source-6.7'])).toBe(
    'linux-source-6.12',
  );
  expect(newest(['linux-source', 'linux-source-6.1', 'linux-source-6.12.1-x', ''])).toBeUndefined();
});
