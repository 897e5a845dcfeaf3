import { describe, expect, it } from '@jest/globals';
import { type StopSignal, stopSignals } from './stop-signals.ts';

describe('the signals of a process', () => {
  const asked = (...signals: readonly (readonly [milliseconds: number, signal: StopSignal])[]) => {
    let now = 0;
    const requestOf = stopSignals(() => now);
    return signals.map(([milliseconds, signal]) => {
      now = milliseconds;
      return requestOf(signal);
    });
  };

  it('count a SIGINT that follows within a second as the same Ctrl-C', () => {
    expect(asked([5, 'SIGINT'], [6, 'SIGINT'], [1_005, 'SIGINT'])).toEqual(['stop', 'same', 'same']);
    expect(asked([5, 'SIGTERM'], [6, 'SIGINT'])).toEqual(['stop', 'same']);
  });

  it('end the process on a SIGINT after that, however often one came before', () => {
    expect(asked([5, 'SIGINT'], [1_006, 'SIGINT'])).toEqual(['stop', 'kill']);
    expect(asked([5, 'SIGINT'], [900, 'SIGINT'], [1_100, 'SIGINT'])).toEqual(['stop', 'same', 'kill']);
  });

  it('never end it on a SIGTERM', () => {
    expect(asked([5, 'SIGINT'], [9_999, 'SIGTERM'], [99_999, 'SIGTERM'])).toEqual(['stop', 'same', 'same']);
  });
});
