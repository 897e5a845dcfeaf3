import type { TopicDrift } from '@orderflow/kafka/core';

export const driftText = ({ drift }: { readonly drift: readonly TopicDrift[] }): string =>
  drift.length === 0
    ? 'Every declared topic is as declared.\n'
    : drift.map((each) => `${each.topic}: ${driftLine(each)}\n`).join('');

/** One difference without the topic's name. */
export const driftLine = ({ setting, declared, found }: TopicDrift): string =>
  setting === 'topic' ? 'missing' : `${setting} is ${found}, declared ${declared}`;
