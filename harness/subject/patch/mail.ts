// SPDX-License-Identifier: GPL-2.0-only
// From the bytes of a file to the texts in it: an mbox is taken apart, a mail's transfer encoding and character set undone.

/** One mail, or a whole file that is none. */
export interface MailText {
  /** Lines without their ends; one character a byte. */
  lines: string[];
  /** The mail's header, unfolded, a field a line; empty if it is no mail. */
  header: string[];
  /** Number of the first line in the file; 1 for what was decoded, whose lines are not the file's. */
  firstLine: number;
}

/** The line between the mails of an mbox, `git format-patch`'s too. */
const BETWEEN_MAILS = /^From \S+ +(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) \w{3} +\d+ [\d:]+ .*\d{4}\s*$/;

/** What makes a mail differ from the text that it carries. */
const ENCODED =
  /^content-transfer-encoding:\s*(?:quoted-printable|base64)|^content-type:\s*(?:multipart\/|message\/|text\/html|.*(?:format=\W?flowed|charset=(?!\W?(?:utf-8|us-ascii)\b)))/im;

/** The texts in a file, in its order. Line ends of any kind are line ends. */
export async function mailTexts(bytes: Buffer): Promise<MailText[]> {
  const lines = linesOf(bytes.toString('latin1'));
  const starts = [
    0,
    ...lines.flatMap((_, at) => (at > 0 && startsMail(lines, at) ? [at] : [])),
    lines.length,
  ];
  const texts: MailText[] = [];
  for (let i = 0; i + 1 < starts.length; i++) {
    const first = starts[i] ?? 0;
    const mail = lines.slice(first, starts[i + 1]);
    const header = unfolded(headerOf(mail));
    const decoded = ENCODED.test(header) ? await decode(mail) : undefined;
    const own = decoded ? { lines: decoded, firstLine: 1 } : { lines: mail, firstLine: first + 1 };
    texts.push({ ...own, header: header === '' ? [] : header.split('\n') });
  }
  return texts;
}

function startsMail(lines: readonly string[], at: number): boolean {
  return BETWEEN_MAILS.test(lines[at] ?? '') && lines[at - 1] === '';
}

function linesOf(text: string): string[] {
  const lines = text.split(/\r*\n/);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

/** The lines up to the first empty one, if they look like a mail's header. */
function headerOf(mail: readonly string[]): string[] {
  const begin = BETWEEN_MAILS.test(mail[0] ?? '') ? 1 : 0;
  const end = mail.indexOf('', begin);
  const header = mail.slice(begin, end < 0 ? mail.length : end);
  return header.every((line) => /^(?:[!-9;-~]+:|[ \t])/.test(line)) ? header : [];
}

function unfolded(header: readonly string[]): string {
  return header.join('\n').replace(/\n[ \t]+/g, ' ');
}

/** Body and text attachments, decoded: a patch may be either. */
async function decode(mail: readonly string[]): Promise<string[]> {
  const { default: PostalMime } = await import('postal-mime');
  const begin = BETWEEN_MAILS.test(mail[0] ?? '') ? 1 : 0;
  const parsed = await PostalMime.parse(Buffer.from(mail.slice(begin).join('\n'), 'latin1'), {
    attachmentEncoding: 'arraybuffer',
  });
  const attached = parsed.attachments
    .filter(
      ({ mimeType, filename }) =>
        mimeType.startsWith('text/') || /\.(?:patch|diff|mbox)$/.test(filename ?? ''),
    )
    .map(({ content }) => Buffer.from(content as ArrayBuffer).toString('latin1'));
  const body = Buffer.from(parsed.text ?? '', 'utf8').toString('latin1');
  return [body, ...attached].flatMap(linesOf);
}
