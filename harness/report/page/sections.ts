// SPDX-License-Identifier: GPL-2.0-only
// Sections that the page of a run and that of the experiment have in common; none where there is nothing to say.

import type { ImageOf } from '../../base/verdict.ts';
import { html } from './markup.ts';
import { memorySection } from './memory.ts';
import type { Section } from './shell.ts';

/** Where trampolines and literals lie in these images. */
export function memorySections(images: readonly ImageOf[] = []): Section[] {
  if (images.length === 0) return [];
  return [{ id: 'memory', title: 'Trampolines and literals in memory', body: memorySection(images) }];
}

/** What is to be said beside the results. */
export function notesSections(notes: readonly string[]): Section[] {
  if (notes.length === 0) return [];
  const body = html`<ul>${notes.map((note) => html`<li>${note}</li>\n`)}</ul>`;
  return [{ id: 'notes', title: 'Notes', body }];
}
