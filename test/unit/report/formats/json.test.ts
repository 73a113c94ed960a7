// SPDX-License-Identifier: GPL-2.0-only

import { expect, test } from 'vitest';
import { format } from '../../../../harness/report/formats/json.ts';
import { cell, result, SAMPLE } from '../sample.ts';

test('keys come in the documented order', () => {
  const metrics = [{ unit: 'ns', value: 1, name: 'n' }];
  const document = JSON.parse(
    format({ verdict: 'pass', notes: [], cells: [cell('max', [result('s', 'c', { metrics })])] }),
  );
  expect(Object.keys(document)).toEqual(['schemaVersion', 'verdict', 'cells', 'notes', 'causes']);
  const [first] = document.cells;
  expect(Object.keys(first)).toEqual(['subject', 'machine', 'verdict', 'argv', 'folder', 'results']);
  expect(Object.keys(first.results[0])).toEqual(['suite', 'case', 'verdict', 'reason', 'metrics']);
  expect(Object.keys(first.results[0].metrics[0])).toEqual(['name', 'value', 'unit']);
});

test('says all that the report says, and explains what did not pass', () => {
  const document = JSON.parse(format(SAMPLE));
  expect(document).toMatchObject({ schemaVersion: 1, verdict: 'error', notes: SAMPLE.notes });
  expect(document.cells[1].folder).toBe('/tmp/sct-1/v7.max');
  expect(document.cells[1].results).toEqual(
    SAMPLE.cells[1]?.results.map(({ details, ...rest }) =>
      rest.verdict === 'pass' ? rest : { ...rest, details },
    ),
  );
});

test('each result that failed or erred is in one cause, by its place', () => {
  const { causes } = JSON.parse(format(SAMPLE));
  const places = causes.flatMap((cause: { cases: object[] }) => cause.cases);
  const bad = SAMPLE.cells.flatMap(({ subject, machine, results }) =>
    results
      .filter(({ verdict }) => verdict === 'fail' || verdict === 'error')
      .map(({ suite, case: name }) => ({ subject, machine, suite, case: name })),
  );
  expect(places).toHaveLength(bad.length);
  for (const place of bad) expect(places).toContainEqual(place);
  expect(causes[0]).toMatchObject({ verdict: 'error', lead: { machine: 'max-icount' } });
});
