import { parkingTopics, type ParkingTopics } from '@orderflow/kafka/core';
import { usageError } from '../../cli.error.ts';
import type { DeclaredSystem } from '../../declared-system.ts';

/** A topic as one group reads it, with the topics beside it for what was parked. */
export interface ParkedSource extends ParkingTopics {
  readonly topic: string;
  readonly group: string;
}

export const parkedSource = (topic: string, group: string): ParkedSource => ({
  topic,
  group,
  ...parkingTopics(topic, group),
});

/**
 * The declared sources that a topic and a group leave over.
 * @throws CliError with exit code 2 when none is left
 */
export const parkedSources = (
  { groups }: DeclaredSystem,
  { topic, group }: { readonly topic?: string; readonly group?: string },
): readonly ParkedSource[] => {
  const sources = groups
    .filter((each) => group === undefined || each.group === group)
    .flatMap((each) => each.topics.map((read) => parkedSource(read, each.group)))
    .filter((source) => topic === undefined || source.topic === topic);
  if (sources.length > 0) return sources;
  throw usageError(`no declared group ${group ?? ''} reads ${topic ?? 'any topic'}`.replaceAll('  ', ' '));
};

/**
 * The one declared source that a topic and a group name.
 * @throws CliError with exit code 2 when they name none, or leave a choice
 */
export const oneParkedSource = (
  system: DeclaredSystem,
  named: { readonly topic?: string; readonly group?: string },
): ParkedSource => {
  const [source, ...others] = parkedSources(system, named);
  if (source !== undefined && others.length === 0) return source;
  throw usageError('name the topic and the group whose dead letters are meant, with --topic and --group');
};
