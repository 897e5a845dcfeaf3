import { type ConnectClient, connectClient } from '@orderflow/connect';
import {
  connectPart,
  connectUrl,
  freePorts,
  kafkaPart,
  ordersOutboxName,
  postgresPart,
  postgresUrl,
  applyOrdersOutbox,
  prepareSystem,
  readStackState,
  serviceContext,
  serviceDefinitions,
  type ServiceName,
  signToken,
  stackLayout,
  type StackState,
  stopServices,
  type System,
  type SystemOptions,
  type TokenClaims,
} from '@orderflow/infra-local';
import { type PartUnderTest, partUnderTest } from './part-under-test.ts';
import { resetInstallation } from './reset-installation.ts';
import { type ServiceUnderTest, serviceUnderTest } from './service-under-test.ts';
import { stack, StackUnavailableError } from './stack.ts';

/** What of the system a suite starts, and with what settings. */
export interface InstallationOptions extends SystemOptions {
  /** Laid over the environment of a service. */
  readonly environment?: Partial<Record<ServiceName, Readonly<Record<string, string>>>>;
  /** Services to start; default: all. */
  readonly services?: readonly ServiceName[];
}

/** The whole system for one suite. */
export interface Installation extends AsyncDisposable {
  readonly orders: ServiceUnderTest;
  readonly payments: ServiceUnderTest;
  readonly psp: ServiceUnderTest;
  /** With which the simulator's clients identify themselves. */
  readonly pspApiKey: string;
  readonly broker: PartUnderTest;
  readonly connect: PartUnderTest;
  readonly postgres: PartUnderTest;
  readonly connectClient: ConnectClient;
  readonly connectorName: string;
  readonly brokers: readonly string[];
  /** URL of a service's database for the superuser. */
  databaseUrl(database: 'orders' | 'payments'): string;
  /** A further instance of a service, at a port of its own; not started yet. */
  instance(name: ServiceName, number: number): Promise<ServiceUnderTest>;
  /** A token that the services accept, unless it says otherwise. */
  token(claims: Partial<TokenClaims> & Pick<TokenClaims, 'subject'>): Promise<string>;
}

/**
 * Makes the system anew on the stack of the test run (databases, topics, groups, connector with its slot and offsets), and starts its services.
 * There is one at a time, since names of topics and databases are fixed: suites that use it run one after the other (`*.e2e.spec.ts`,
 * `*.fault.spec.ts`). Disposed of, its services end and the stack's parts run again.
 */
export async function installation(options: InstallationOptions = {}): Promise<Installation> {
  const { folder } = stack();
  if (folder === undefined) throw new StackUnavailableError('an installation needs the stack of `pnpm test`');
  const layout = stackLayout(folder);
  const state = await readStackState(layout.stateFile);
  if (state === undefined) throw new StackUnavailableError(`${folder} holds no stack`);
  const [orders = 0, payments = 0, pspSimulator = 0] = await freePorts(3);
  const context = await serviceContext(layout, state, { orders, payments, pspSimulator }, options);

  await resetInstallation(layout, context);
  const system: System = { layout, context, owner: 'test', progress: () => undefined };
  await prepareSystem(system);

  const service = (name: ServiceName, instance: string = `${name}-1`, port?: number): ServiceUnderTest => {
    const definition = serviceDefinitions.find((known) => known.name === name);
    if (definition === undefined) throw new Error(`no service is called ${name}`);
    const ports = port === undefined ? context.ports : { ...context.ports, [definition.portName]: port };
    const environment = options.environment?.[name] ?? {};
    return serviceUnderTest({ layout, definition, context: { ...context, ports }, instance, environment });
  };
  const services = new Map(serviceDefinitions.map(({ name }) => [name, service(name)]));
  const started = options.services ?? [...services.keys()];
  await Promise.all([applyOrdersOutbox(system), ...started.map((name) => services.get(name)?.start())]);

  return {
    orders: service('orders'),
    payments: service('payments'),
    psp: service('psp-simulator'),
    pspApiKey: state.pspApiKey,
    broker: partUnderTest(layout, state, kafkaPart),
    connect: partUnderTest(layout, state, connectPart),
    postgres: partUnderTest(layout, state, postgresPart),
    connectClient: connectClient(connectUrl(state)),
    connectorName: ordersOutboxName,
    brokers: [`127.0.0.1:${state.ports.kafka}`],
    databaseUrl: (database) => postgresUrl(state, 'postgres', database),
    instance: async (name, number) => service(name, `${name}-${number}`, (await freePorts(1))[0]),
    token: (claims) => signToken(context.key, { scopes: [], expiresInSeconds: 3_600, ...claims }),
    async [Symbol.asyncDispose]() {
      await stopServices(layout);
      await mend(layout, state);
    },
  };
}

/** The next suite finds every part running, whatever this one broke. */
async function mend(layout: ReturnType<typeof stackLayout>, state: StackState): Promise<void> {
  for (const part of [postgresPart, kafkaPart, connectPart]) {
    if (!(await part.isOurs(state))) await partUnderTest(layout, state, part).start();
  }
}
