import type { TopologyDescription } from './describe-topology.ts';
import { renamedStores } from './renamed-stores.ts';
import { changedSettings, type StoredPart, storedParts } from './stored-parts.ts';
import type { IncompatibleKind, TopologyChange, TopologyComparison } from './topology-change.ts';

/** The differences between the stores of two versions of a topology. A store is known by its name, since its changelog is. */
export const compareStores = (
  before: TopologyDescription,
  after: TopologyDescription,
): TopologyComparison => {
  const [had, has] = [storedParts(before), storedParts(after)];
  const gone = [...had.values()].filter(({ store }) => !has.has(store.name));
  const come = [...has.values()].filter(({ store }) => !had.has(store.name));
  const renamed = renamedStores(gone, come);
  const newNames = new Set(renamed.values());
  const kept = [...had.values()].flatMap((part) => {
    const now = has.get(part.store.name);
    return now === undefined ? [] : [{ part, now }];
  });

  return {
    incompatible: [
      ...gone.map((part) => removal(part, renamed.get(part))),
      ...kept.flatMap(({ part, now }) => incompatibilities(part, now)),
    ],
    compatible: [
      ...come
        .filter((part) => !newNames.has(part))
        .map(({ store: { name } }) => ({
          kind: 'store-added' as const,
          subject: name,
          text: `The store ${name} is new and begins empty.`,
        })),
      ...kept.flatMap(({ part, now }) => raisedRetention(part, now)),
    ],
  };
};

const removal = (
  { store: { name } }: StoredPart,
  twin: StoredPart | undefined,
): TopologyChange<IncompatibleKind> =>
  twin === undefined
    ? { kind: 'store-removed', subject: name, text: `The store ${name} is gone, and what it held with it.` }
    : {
        kind: 'store-renamed',
        subject: name,
        text: `The store ${name} seems to be called ${twin.store.name} now: what it held stays behind under the old name.`,
      };

const incompatibilities = (
  part: StoredPart,
  now: StoredPart,
): readonly TopologyChange<IncompatibleKind>[] => {
  const { name, kind, retentionMs = 0 } = part.store;
  const found = (kind: IncompatibleKind, text: string): TopologyChange<IncompatibleKind> => ({
    kind,
    subject: name,
    text,
  });
  if (kind !== now.store.kind)
    return [
      found(
        'store-kind-changed',
        `The store ${name} is a ${now.store.kind} store and was a ${kind} store: what it held can't be read.`,
      ),
    ];
  const retention = now.store.retentionMs ?? 0;
  return [
    ...(part.operator === now.operator
      ? []
      : [
          found(
            'operator-changed',
            `The store ${name} is kept by ${now.operator} and was kept by ${part.operator}: what it held means something else.`,
          ),
        ]),
    ...changedSettings(part, now).map((setting) =>
      found(
        'setting-changed',
        `The store ${name} is kept with ${setting} ${now.settings[setting] ?? 'unset'} and was kept with ${part.settings[setting] ?? 'unset'}: results of before and after don't fit together.`,
      ),
    ),
    ...(retention < retentionMs
      ? [
          found(
            'retention-lowered',
            `The store ${name} keeps ${retention} ms and kept ${retentionMs} ms: what is older is lost.`,
          ),
        ]
      : []),
    ...(part.subTopology === now.subTopology
      ? []
      : [
          found(
            'store-moved',
            `The store ${name} belongs to ${partName(now)} and belonged to ${partName(part)}: its tasks are others.`,
          ),
        ]),
  ];
};

const partName = ({ subTopology }: StoredPart): string =>
  subTopology === undefined ? 'the global tables' : `sub-topology ${subTopology}`;

const raisedRetention = ({ store: { name, kind, retentionMs = 0 } }: StoredPart, now: StoredPart) => {
  const retention = now.store.retentionMs ?? 0;
  const text = `The store ${name} keeps ${retention} ms and kept ${retentionMs} ms.`;
  return retention > retentionMs && now.store.kind === kind
    ? [{ kind: 'retention-raised' as const, subject: name, text }]
    : [];
};
