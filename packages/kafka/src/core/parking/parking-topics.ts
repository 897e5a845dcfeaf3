/** Where a group parks what it can't handle of one topic; all of them have that topic's partition count. */
export interface ParkingTopics {
  /** What can't be handled, byte for byte; kept for ever. */
  readonly deadLetters: string;
  /** Which keys wait, compacted by key. */
  readonly quarantine: string;
  /** What operators ask for: an input of the task whose partition it is in. */
  readonly redrive: string;
  /** What became of it, and on whose word; kept for ever. */
  readonly acts: string;
}

/** The names by convention: `<topic>.<group>.dlq`, `.quarantine`, `.redrive`, `.dlq.acts`. */
export const parkingTopics = (topic: string, group: string): ParkingTopics => ({
  deadLetters: `${topic}.${group}.dlq`,
  quarantine: `${topic}.${group}.quarantine`,
  redrive: `${topic}.${group}.redrive`,
  acts: `${topic}.${group}.dlq.acts`,
});

/** What becomes of a key whose record can't be handled: `park` goes on behind it, `quarantine` keeps its later records in order. */
export type OnPoison = 'park' | 'quarantine';
