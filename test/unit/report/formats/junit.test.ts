// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { format } from '../../../../harness/report/formats/junit.ts';
import { cell, result, SAMPLE } from '../sample.ts';

test('a suite per cell, a case per result, each verdict in its own element', async () => {
  const xml = await format(SAMPLE);
  const count = (pattern: RegExp) => [...xml.matchAll(pattern)].length;
  const of = (verdict: string) =>
    SAMPLE.cells.flatMap(({ results }) => results).filter((one) => one.verdict === verdict).length;
  expect(count(/<testsuite /g)).toBe(SAMPLE.cells.length);
  expect(count(/<testcase /g)).toBe(SAMPLE.cells.flatMap(({ results }) => results).length);
  expect(count(/<failure /g)).toBe(of('fail'));
  expect(count(/<error /g)).toBe(of('error'));
  expect(count(/<skipped/g)).toBe(of('skip'));
  expect(xml).toContain('XFAIL 8-byte alignment (see #7)');
  expect(xml).toContain('classname="v7@max.dispatch" name="dispatch.first"');
});

test('what a guest printed cannot break the document', async () => {
  const nasty = 'a <b> "c" & ]]> \u0000\u001b[31m';
  const xml = await format({
    verdict: 'fail',
    cells: [cell('max', [result('s', 'c', { verdict: 'fail', reason: nasty, details: [nasty] })])],
    notes: [],
  });
  expect([...xml].filter((character) => /\p{Cc}/u.test(character) && character !== '\n')).toEqual([]);
  expect(xml).toContain('a &lt;b&gt; "c" &amp; ]]&gt;');
});

test('a suite says what it takes to have it again, and how long its boot took', async () => {
  const failed = cell('max-kaslr', [result('s', 'c', { verdict: 'fail', reason: 'no' })], {
    seed: 17,
    seconds: 1.25,
  });
  const xml = await format({
    verdict: 'fail',
    cells: [
      failed,
      cell('max', [result('s', 'c', { took: 1500 })], { seconds: 2 }),
      cell('host', [result('s', 'c')]),
    ],
    notes: [],
    provenance: {
      tools: [{ name: 'QEMU', version: '7.2' }],
      subjects: [{ name: 'v7', files: [{ path: 'a.h', sha256: 'ab' }] }],
    },
  });
  expect(xml).toMatch(/<testsuites [^>]* time="3\.250">/);
  const [, first = ''] = xml.split('<testsuite ');
  expect(first).toContain('time="1.250"');
  // Of a case that says nothing of it none is told.
  expect(xml.match(/<testcase [^>]*>/g)).toEqual([
    '<testcase classname="v7@max-kaslr.s" name="s.c">',
    '<testcase classname="v7@max.s" name="s.c" time="0.001500"/>',
    '<testcase classname="v7@host.s" name="s.c"/>',
  ]);
  for (const [name, value] of [
    ['machine', 'max-kaslr'],
    ['seed', '17'],
    ['cause', 's.c'],
    ['QEMU', '7.2'],
    ['sha256 of a.h', 'ab'],
  ])
    expect(first).toContain(`<property name="${name}" value="${value}"/>`);
  expect(xml.split('<testsuite ')[3]).not.toContain('time=');
  expect(xml.split('<testsuite ')[2]).not.toContain('"cause"');
});
