/**
 * How far one order's events have been handled: the newest version, and those below it that were parked unhandled.
 * A topic that is published again, after its connector lost its place, brings old versions once more.
 */
export interface HandledOrderVersions {
  readonly newest: number;
  readonly parked: ReadonlySet<number>;
}

export const nothingHandled: HandledOrderVersions = { newest: 0, parked: new Set() };

/** What to do with an event: handle one that is new or was parked, drop (and count) one that was handled. */
export function judgeVersion(handled: HandledOrderVersions, version: number): 'handle' | 'drop' {
  return version > handled.newest || handled.parked.has(version) ? 'handle' : 'drop';
}

/** After `version` was handled. Also restores: a payment's event names the version it answered as `ce_causationversion`. */
export function afterHandling(handled: HandledOrderVersions, version: number): HandledOrderVersions {
  const parked = handled.parked.has(version)
    ? new Set([...handled.parked].filter((other) => other !== version))
    : handled.parked;
  return { newest: Math.max(handled.newest, version), parked };
}

/** After `version` was parked: later versions go on, and it may still be handled once. */
export function afterParking(handled: HandledOrderVersions, version: number): HandledOrderVersions {
  if (judgeVersion(handled, version) === 'drop') return handled;
  return { newest: Math.max(handled.newest, version), parked: new Set([...handled.parked, version]) };
}
