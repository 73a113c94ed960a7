// SPDX-License-Identifier: GPL-2.0-only
// Who a mail is: what lets somebody else find the very same one.

import type { MailText } from './mail.ts';

/** A mail with a patch in it, or the cover letter of some. */
export interface Mail {
  /** As it reads, `[PATCH v9 2/3]` and all. */
  subject: string;
  messageId?: string;
  /** What b4 calls the series through all its revisions. */
  changeId?: string;
}

/** `[PATCH v9 2/3]`, in whatever words and order. */
const TAG = /^\s*(?:Re:\s*)?\[([^\]]*)\]\s*/i;

/** What `git format-patch --cover-letter` has where its author is to say what the series is about. */
const UNNAMED = /^\*\*\* SUBJECT HERE \*\*\*$/;

/** Who the mail is that this text came of; undefined if it came of none. */
export async function identityOf({ header, lines }: MailText): Promise<Mail | undefined> {
  if (!header.some((line) => /^subject:/i.test(line))) return fromPage(lines);
  const { default: PostalMime } = await import('postal-mime');
  const { subject = '', messageId } = await PostalMime.parse(
    Buffer.from(`${header.join('\n')}\n\n`, 'latin1'),
  );
  const changeId = lines
    .map((line) => /^change-id: (\S{1,200})\s*$/.exec(line)?.[1])
    .find((id) => id !== undefined);
  return {
    subject: subject.replace(/\s+/g, ' ').trim(),
    ...(messageId ? { messageId } : {}),
    ...(changeId ? { changeId } : {}),
  };
}

/** Of a mail as an archive's page shows it, without its header: what stands above it, if that reads like the subject of a patch. */
function fromPage(lines: readonly string[]): Mail | undefined {
  const first = lines.find((line) => line.trim() !== '')?.trim() ?? '';
  return /\bPATCH\b/.test(TAG.exec(first)?.[1] ?? '') ? { subject: first } : undefined;
}

/** Which part of a series a subject says that the mail is, from 0 (the cover letter); undefined if it says nothing. */
export function partOf(subject: string): number | undefined {
  const part = /\b(\d{1,4})\/\d{1,4}\b/.exec(TAG.exec(subject)?.[1] ?? '')?.[1];
  return part === undefined ? undefined : Number(part);
}

/** As many letters of a title say what it is. */
const LONGEST = 48;

/** A name for a series: what it is about, and which revision of it: `arm64-static-call-v9`. Empty if that says nothing. */
export function titleOf({ subject }: Mail): string {
  if (UNNAMED.test(subject.replace(TAG, ''))) return '';
  const tag = TAG.exec(subject)?.[1] ?? '';
  const revision = /\bv(\d{1,3})\b/i.exec(tag)?.[1];
  const about = subject
    .replace(TAG, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  // Whole words.
  const short = about.length > LONGEST ? about.slice(0, LONGEST + 1).replace(/-[^-]*$/, '') : about;
  return [short.slice(0, LONGEST), ...(revision ? [`v${revision}`] : [])]
    .filter((word) => word !== '')
    .join('-');
}
