// SPDX-License-Identifier: GPL-2.0-only
// Workflow commands of GitHub Actions: each cause stands at its line of the diff. Nothing after a pass.
// https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands

import type { RunReport } from '../../base/verdict.ts';
import { type TerseLine, terseLines } from '../terse.ts';

/** `::error file=…,line=…,title=…::…`, files by their path in a kernel tree. */
export function format(report: RunReport): string {
  return terseLines(report).map(commandOf).join('');
}

function commandOf({ level, place, title, text }: TerseLine): string {
  const properties = [
    ...(place ? [`file=${property(place.file)}`, `line=${place.line}`] : []),
    `title=${property(`static calls: ${title}`)}`,
  ];
  return `::${level} ${properties.join(',')}::${data(text)}\n`;
}

/** What would end the command, or begin another one. */
function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
