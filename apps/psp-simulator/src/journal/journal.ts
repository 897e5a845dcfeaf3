import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Logger } from '@orderflow/telemetry';
import type { JournalEntry } from '../domain/journal-entry.ts';
import { journalLine, parseJournalLine } from './journal-line.ts';

/** A line before the last can't be read: the journal was damaged, which no restart repairs. */
export class JournalCorruptError extends Error {
  readonly code = 'JOURNAL_CORRUPT';

  constructor(path: string, line: number, cause: unknown) {
    super(`Line ${line} of the journal ${path} cannot be read.`, { cause });
    this.name = 'JournalCorruptError';
  }
}

/** An append-only file of entries, one JSON line each. */
export interface Journal {
  /** Resolves once the entry, and all before it, are on disk. After a failed write every append fails: disk and memory differ. */
  append(entry: JournalEntry): Promise<void>;
  /** Resolves once everything appended so far is on disk. */
  flushed(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens the journal at `path`, made with its folder where it doesn't exist, and returns it with the entries it holds. A
 * last line that was torn by a crash was never answered for, so it is cut off and said in the log.
 *
 * @throws JournalCorruptError for any other line that can't be read
 */
export async function openJournal(
  path: string,
  logger: Logger,
): Promise<{ readonly journal: Journal; readonly entries: readonly JournalEntry[] }> {
  await mkdir(dirname(path), { recursive: true });
  const file = await open(path, 'a+');
  try {
    const content = await file.readFile();
    // An entry is whole only with its newline: that is written last.
    const wholeBytes = content.lastIndexOf(0x0a) + 1;
    if (wholeBytes < content.byteLength) {
      await file.truncate(wholeBytes);
      logger.warn('torn last line cut off the journal', { path, bytes: content.byteLength - wholeBytes });
    }
    const lines = content.subarray(0, wholeBytes).toString('utf8').split('\n').slice(0, -1);
    const entries = lines.map((line, index) => entryOf(line, path, index + 1));
    return { journal: journalOn(file), entries };
  } catch (error) {
    await file.close();
    throw error;
  }
}

function entryOf(line: string, path: string, number: number): JournalEntry {
  try {
    return parseJournalLine(line);
  } catch (error) {
    throw new JournalCorruptError(path, number, error);
  }
}

function journalOn(file: FileHandle): Journal {
  let waiting: string[] = [];
  let batch: Promise<void> | undefined;
  let last: Promise<void> = Promise.resolve();

  // Entries that come while a sync runs share the next one, so that fsync doesn't bound the rate of requests.
  const writeWaiting = async () => {
    const lines = waiting;
    waiting = [];
    batch = undefined;
    await file.appendFile(lines.join(''));
    await file.datasync();
  };
  return {
    append(entry) {
      waiting.push(journalLine(entry));
      batch ??= last = last.then(writeWaiting);
      return batch;
    },
    flushed: () => last,
    async close() {
      await last;
      await file.close();
    },
  };
}
