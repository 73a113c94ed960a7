// SPDX-License-Identifier: GPL-2.0-only
// `sct doctor`: how the tools stand.

import { styleText } from 'node:util';
import type { Command } from 'commander';
import { EXIT } from '../base/exit.ts';
import type { Document } from '../report/documents.ts';
import { mendAll, type ToolStatus, toolStatuses } from '../tool/tools.ts';

/** `sct doctor`: lists the tools; exit code 3 if one that is not optional is missing, too old or broken. */
export function register(program: Command): void {
  program
    .command('doctor')
    .description(
      'list each tool: path, version, least version, what it is for, and how to mend one that is not well',
    )
    .option('--json', 'print JSON')
    .action(async (options: { json?: true }) => {
      const statuses = await toolStatuses();
      process.stdout.write(options.json ? formatJson(statuses) : formatText(statuses));
      if (statuses.some(isTrouble)) process.exitCode = EXIT.toolMissing;
    });
}

/** sct can do without an optional tool. */
function isTrouble({ tool, verdict }: ToolStatus): boolean {
  return verdict !== 'ok' && !tool.optional;
}

type Row = Document<'doctor'>['tools'][number];

/** The statuses as JSON, schema version 1. */
export function formatJson(statuses: ToolStatus[]): string {
  const tools = statuses.map(
    ({ tool, path, version, verdict, mend }): Row => ({
      name: tool.name,
      purpose: tool.purpose,
      optional: tool.optional ?? false,
      path: path ?? null,
      version: version ?? null,
      least: tool.least,
      verdict,
      mend,
      variable: tool.variable ?? null,
    }),
  );
  const document: Document<'doctor'> = { schemaVersion: 1, tools };
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** The statuses for people: a few short lines a tool, and at the end one command for all that needs mending. */
export function formatText(statuses: ToolStatus[]): string {
  const tools = statuses.map(({ tool, path, version, verdict, mend }) =>
    [
      `${paint(verdict, tool)} ${tool.name} ${version ?? '-'} (needs ${tool.least} or newer${tool.optional ? '; optional' : ''})`,
      `  path: ${path ?? '-'}`,
      `  it ${tool.purpose}`,
      ...(verdict === 'ok' ? [] : [`  to mend it: ${mend}`]),
    ].join('\n'),
  );
  return `${[...tools, advice(statuses)].join('\n\n')}\n`;
}

function paint(verdict: ToolStatus['verdict'], { optional }: ToolStatus['tool']): string {
  const colour = verdict === 'ok' ? 'green' : optional ? 'yellow' : 'red';
  return styleText(colour, verdict.toUpperCase(), { stream: process.stdout, validateStream: true });
}

function advice(statuses: ToolStatus[]): string {
  const bad = statuses.filter(isTrouble).map((status) => status.tool);
  if (bad.length === 0) return 'All tools that sct needs are there.';
  return `To mend ${bad.map((tool) => tool.name).join(', ')}:\n  ${mendAll(bad).join('\n  ')}`;
}
