// SPDX-License-Identifier: GPL-2.0-only
// What is published of the documents that `--json` prints: a JSON schema of each, and a page that names the fields.

import * as z from 'zod';
import { DOCUMENTS } from '../../../harness/report/documents.ts';

export type Name = keyof typeof DOCUMENTS;

/** As much of a JSON schema as is made here. */
interface Schema {
  type?: string | string[];
  const?: unknown;
  enum?: unknown[];
  description?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  anyOf?: Schema[];
}

/** The JSON schema of what `sct COMMAND --json` prints (draft 2020-12), as the text of its file. */
export function schemaText(name: Name): string {
  return `${JSON.stringify(schemaOf(name), null, 2)}\n`;
}

/** The command that prints it. */
function commandOf(name: Name): string {
  return name === 'variants' ? 'mutate --variants' : name;
}

function schemaOf(name: Name): Schema {
  const schema = z.toJSONSchema(DOCUMENTS[name], {
    override({ jsonSchema }) {
      // New keys may come without a new version, so who reads by this must let them be.
      delete jsonSchema.additionalProperties;
      // Numbers that hold any integer of JavaScript's bound nothing.
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
    },
  });
  return { title: `sct ${commandOf(name)} --json`, ...schema } as Schema;
}

const HEAD = `# What \`--json\` prints

Made from \`harness/report/documents.ts\` by \`npx vitest run --project docs -u\`; \`npm test\` refuses a page, or a file in \`schemas/\`, that is behind it.

Each document has a JSON schema (draft 2020-12) in \`schemas/\`, which is in the package too. \`schemaVersion\` goes up when a reader of the old shape
would misread the new one; new keys come without. A field in brackets is not always there.
`;

/** The page: each document field by field. */
export function pageOfDocuments(): string {
  const sections = (Object.keys(DOCUMENTS) as Name[]).map((name) => {
    const rows = fieldsOf(schemaOf(name), '').map(({ path, type, why }) => `| ${path} | ${type} | ${why} |`);
    return [
      `## sct ${commandOf(name)} --json`,
      '',
      `\`schemas/${name}.json\``,
      '',
      '| field | value | meaning |',
      '|---|---|---|',
      ...rows,
      '',
    ].join('\n');
  });
  return [HEAD, ...sections].join('\n');
}

interface Field {
  path: string;
  type: string;
  why: string;
}

/** The fields of an object, each followed by those within it. */
function fieldsOf({ properties = {}, required = [] }: Schema, prefix: string): Field[] {
  return Object.entries(properties).flatMap(([key, value]) => {
    const path = `${prefix}${key}`;
    const name = required.includes(key) ? `\`${path}\`` : `[\`${path}\`]`;
    const inner = value.items?.properties ? fieldsOf(value.items, `${path}[].`) : fieldsOf(value, `${path}.`);
    return [{ path: name, type: typeOf(value), why: value.description ?? '' }, ...inner];
  });
}

function typeOf({ type, const: value, enum: values, items, anyOf }: Schema): string {
  if (value !== undefined) return `${value}`;
  if (values) return values.map((each) => `\`${each}\``).join(', ');
  if (anyOf) return anyOf.map(typeOf).join(' or ');
  if (type === 'array') return items?.properties ? 'list' : `list of ${typeOf(items ?? {})}s`;
  return [type ?? 'anything'].flat().join(' or ');
}
