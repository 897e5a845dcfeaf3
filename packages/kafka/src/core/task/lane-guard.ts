import { dependencyOf } from '../failure.ts';
import type { TaskEventListener } from '../task-events.ts';
import { circuit } from './circuit.ts';
import type { CircuitOptions, CircuitState } from './circuit.ts';
import type { KeyLanes } from './key-lanes.ts';

/** Holds a task's lanes while what their items depend on is down, and lets one item after the other try whether it still is. */
export interface LaneGuard<Item extends object> {
  readonly state: CircuitState;
  readonly dependency: string | undefined;
  /** An item is to be tried again after this error. */
  failed(item: Item, error: unknown): void;
  /** An item came to its end. */
  ended(item: Item): void;
  /** Probes no more. */
  stop(): void;
}

interface LaneGuardOptions<Item> extends CircuitOptions {
  readonly lanes: () => Pick<KeyLanes<Item>, 'hold' | 'release' | 'probe'>;
  readonly partition: number;
  readonly onEvent: TaskEventListener;
  /** Called when items start again. */
  readonly onClosed: () => void;
}

export const laneGuard = <Item extends object>(options: LaneGuardOptions<Item>): LaneGuard<Item> => {
  const { lanes, partition, onEvent, onClosed, minMs } = options;
  const breaker = circuit(options);
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;

  const tell = (dependency = breaker.dependency ?? ''): void =>
    onEvent({ type: 'circuit', partition, state: breaker.state, dependency });

  const probeIn = (ms: number): void => {
    clearTimeout(timer);
    if (!isStopped) timer = setTimeout(probe, ms);
  };

  /** While every failed item is still at work, one of them is the probe in effect: its end is waited for. */
  const probe = (): void => {
    if (breaker.state !== 'open') return;
    const isStarted = lanes().probe((item) => {
      breaker.probe(item);
      tell();
    });
    if (!isStarted) probeIn(minMs);
  };

  return {
    get state() {
      return breaker.state;
    },
    get dependency() {
      return breaker.dependency;
    },
    failed: (item, error) => {
      const waitMs = breaker.failed(item, dependencyOf(error));
      if (waitMs === undefined) return;
      lanes().hold();
      tell();
      probeIn(waitMs);
    },
    ended: (item) => {
      const { dependency } = breaker;
      if (!breaker.ended(item)) return;
      clearTimeout(timer);
      tell(dependency);
      lanes().release();
      onClosed();
    },
    stop: () => {
      isStopped = true;
      clearTimeout(timer);
    },
  };
};
