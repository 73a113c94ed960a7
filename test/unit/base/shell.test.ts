// SPDX-License-Identifier: GPL-2.0-only
import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { shellLine } from '../../../harness/base/shell.ts';

describe('shellLine: a shell reads the same words', () => {
  test.for([
    [['a', 'b c']],
    [['']],
    [["it's"]],
    [['$HOME', '`id`', '"', '\\']],
    [['a\nb']],
    [['*', '~', '#x', ';']],
  ])('%j', ([argv = []]) => {
    const printed = execFileSync('sh', ['-c', `printf '%s\\0' ${shellLine(argv)}`], { encoding: 'utf8' });
    expect(printed.split('\0').slice(0, -1)).toEqual(argv);
  });
});
