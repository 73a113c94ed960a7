// SPDX-License-Identifier: GPL-2.0-only

import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { formatNames, loadFormat, UnknownFormat } from '../../../harness/report/formats.ts';
import { SAMPLE } from './sample.ts';

test('the formats are the files of the folder', async () => {
  const files = readdirSync(new URL('../../../harness/report/formats/', import.meta.url));
  expect((await formatNames()).map((name) => `${name}.ts`)).toEqual(files.sort());
  expect(await formatNames()).toContain('json');
});

test('each format gives text that ends in one line break, and leaves the report as it was', async () => {
  const before = structuredClone(SAMPLE);
  for (const name of await formatNames()) {
    const format = await loadFormat(name);
    expect(await format(SAMPLE)).toMatch(/[^\n]\n$/);
  }
  expect(SAMPLE).toEqual(before);
});

test.each(['xml', '', '../formats', 'json.ts'])('no format %j', async (name) => {
  const names = await formatNames();
  await expect(loadFormat(name)).rejects.toThrow(UnknownFormat);
  await expect(loadFormat(name)).rejects.toThrow(`there are: ${names.join(', ')}`);
});
