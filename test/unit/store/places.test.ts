// SPDX-License-Identifier: GPL-2.0-only
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cacheRoot, packageRoot } from '../../../harness/store/places.ts';

const INSTALLED = '/usr/lib/node_modules/static-call-harness';

test.for([
  ['a checkout', {}, '/home/dev/sct', '/home/dev/sct/.cache'],
  ['an installed package', { HOME: '/home/dev' }, INSTALLED, '/home/dev/.cache/static-call-harness'],
  ['one whose user says where', { XDG_CACHE_HOME: '/var/c' }, INSTALLED, '/var/c/static-call-harness'],
  [
    'one whose user says nothing of use',
    { XDG_CACHE_HOME: 'c', HOME: '/h' },
    INSTALLED,
    '/h/.cache/static-call-harness',
  ],
  ['whatever SCT_CACHE says', { SCT_CACHE: '/c', XDG_CACHE_HOME: '/var/c' }, INSTALLED, '/c'],
] as const)('the cache of %s', ([, env, root, path]) => {
  expect(cacheRoot(env, root)).toBe(path);
});

test('this checkout is one', () => {
  expect(cacheRoot({})).toBe(join(packageRoot(), '.cache'));
});
