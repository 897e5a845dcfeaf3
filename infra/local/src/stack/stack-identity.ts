import { isOurPostgres } from '../postgres/postgres-session.ts';
import { isTaken } from '../process/port.ts';
import type { StackPorts } from '../settings/stack-settings.ts';
import { composeState } from './compose-identity.ts';
import { newStackState, readStackState, type StackState } from './stack-state.ts';

export interface StackIdentity {
  readonly state: StackState;
  /** `compose` while the Postgres of `docker compose` listens at the port; it is never written down, so that the stack here stays itself. */
  readonly origin: 'new' | 'former' | 'compose';
}

/** By which ids and passwords the parts at these ports are recognised. */
export async function stackIdentity(stateFile: string, ports: StackPorts): Promise<StackIdentity> {
  const former = await readStackState(stateFile);
  const own: StackIdentity =
    former === undefined
      ? { state: newStackState(ports), origin: 'new' }
      : { state: { ...former, ports }, origin: 'former' };
  if (!(await isTaken(ports.postgres))) return own;
  if (own.origin === 'former' && (await isOurPostgres(own.state))) return own;
  const composed = await composeState(ports);
  return (await isOurPostgres(composed)) ? { state: composed, origin: 'compose' } : own;
}
