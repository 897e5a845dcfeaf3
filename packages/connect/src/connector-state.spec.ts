import { describe, expect, it } from '@jest/globals';
import { conditionOf, failureOf, isRunning, parseConnectorState, reasonOf } from './connector-state.ts';

const answer = (connector: object, ...tasks: object[]): unknown => ({
  name: 'orders-outbox',
  connector: { worker_id: '127.0.0.1:8083', ...connector },
  tasks: tasks.map((task, id) => ({ id, worker_id: '127.0.0.1:8083', ...task })),
  type: 'source',
});

describe('the state of a connector', () => {
  it('runs when the connector and its tasks do', () => {
    const state = parseConnectorState(answer({ state: 'RUNNING' }, { state: 'RUNNING' }));
    expect(isRunning(state)).toBe(true);
    expect(failureOf(state)).toBeUndefined();
  });

  it('does not run while it has no task yet', () => {
    expect(isRunning(parseConnectorState(answer({ state: 'RUNNING' })))).toBe(false);
  });

  it('does not run while a task waits for a worker', () => {
    expect(isRunning(parseConnectorState(answer({ state: 'RUNNING' }, { state: 'UNASSIGNED' })))).toBe(false);
  });

  it('names a failed task and why', () => {
    const trace =
      'org.apache.kafka.ConnectException: wrapped\n\tat a.b(C.java:1)\nCaused by: java.io.IOException: no route\n\t... 7 more';
    const state = parseConnectorState(answer({ state: 'RUNNING' }, { state: 'FAILED', trace }));
    expect(isRunning(state)).toBe(false);
    expect(failureOf(state)).toBe('task 0: java.io.IOException: no route');
  });

  it('names a failed connector', () => {
    const state = parseConnectorState(answer({ state: 'FAILED', trace: 'ConfigException: bad' }));
    expect(failureOf(state)).toBe('ConfigException: bad');
  });

  it.each([
    ['running', answer({ state: 'RUNNING' }, { state: 'RUNNING' })],
    ['without-tasks', answer({ state: 'RUNNING' })],
    ['stopped', answer({ state: 'STOPPED' })],
    ['paused', answer({ state: 'PAUSED' }, { state: 'PAUSED' })],
    ['unassigned', answer({ state: 'RUNNING' }, { state: 'RUNNING' }, { state: 'UNASSIGNED' })],
    ['restarting', answer({ state: 'RUNNING' }, { state: 'RESTARTING' })],
    ['failed', answer({ state: 'PAUSED' }, { state: 'PAUSED' }, { state: 'FAILED' })],
  ])('is %s in one word', (condition, status) => {
    expect(conditionOf(parseConnectorState(status))).toBe(condition);
  });

  it.each([undefined, {}, { name: 'a', tasks: [] }, answer({ state: 'DANCING' })])('refuses %j', (value) => {
    expect(() => parseConnectorState(value)).toThrow(TypeError);
  });

  it('bounds the reason, which can quote a record', () => {
    expect(reasonOf(`E: ${'x'.repeat(10_000)}`)).toHaveLength(500);
  });
});
