// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { html } from '../../../../harness/report/page/markup.ts';

test('what is put in is text, between tags and in attributes', () => {
  const text = `<a href='x'>"&amp;\u001b[31m`;
  expect(html`<p title="${text}">${text}</p>`.text).toBe(
    '<p title="&lt;a href=&#39;x&#39;&gt;&quot;&amp;amp;\ufffd[31m">&lt;a href=&#39;x&#39;&gt;&quot;&amp;amp;\ufffd[31m</p>',
  );
});

test('markup is markup once, in lists too, and nothing is nothing', () => {
  const items = ['a<', 'b'].map((item) => html`<li>${item}</li>`);
  expect(html`<ul>${items}${undefined}${3}</ul>`.text).toBe('<ul><li>a&lt;</li><li>b</li>3</ul>');
});
