/** What a probe says of its component. `degraded` works with limits; details must be fit for the public. */
export interface ComponentReport {
  readonly status: 'up' | 'degraded' | 'down';
  readonly details?: Readonly<Record<string, unknown>>;
}

/** A part of the service, or something it depends on, whose state is worth naming. */
export interface HealthComponent {
  readonly name: string;
  /** Whether the service can't serve its own REST without it; only such a component makes the service unready. */
  readonly required: boolean;
  /** Longest time the probe may take, in milliseconds; 2,000 by default. Past it the component counts as down. */
  readonly timeoutMs?: number;
  /** Asks the component; a rejection counts as down and shows the error's code, never its message. */
  probe(signal: AbortSignal): Promise<ComponentReport> | ComponentReport;
}

/** State of the whole service: ready while it isn't stopping and no required component is down. */
export interface Readiness {
  readonly ready: boolean;
  readonly stopping: boolean;
  readonly components: Readonly<Record<string, ComponentReport & { readonly required: boolean }>>;
}

/** Knows the components of a service. Modules register theirs; probes run side by side when somebody asks. */
export class HealthRegistry {
  readonly #components = new Map<string, HealthComponent>();
  #stopping = false;

  /** Adds a component, or replaces the one of the same name. */
  register(component: HealthComponent): void {
    this.#components.set(component.name, component);
  }

  /** Makes the service unready for good: the first step of shutdown, so that balancers send no more. */
  stopping(): void {
    this.#stopping = true;
  }

  /** Runs every probe, each within its timeout; never rejects. */
  async readiness(): Promise<Readiness> {
    const reports = await Promise.all(
      [...this.#components.values()].map(async (component) => {
        const report = await reportOf(component);
        return [component.name, { ...report, required: component.required }] as const;
      }),
    );
    const unready = reports.some(([, report]) => report.required && report.status === 'down');
    return {
      ready: !this.#stopping && !unready,
      stopping: this.#stopping,
      components: Object.fromEntries(reports),
    };
  }
}

async function reportOf(component: HealthComponent): Promise<ComponentReport> {
  const signal = AbortSignal.timeout(component.timeoutMs ?? 2_000);
  const timedOut = new Promise<ComponentReport>((resolve) => {
    signal.addEventListener('abort', () => resolve({ status: 'down', details: { error: 'TIMEOUT' } }), {
      once: true,
    });
  });
  return Promise.race([answerOf(component, signal), timedOut]);
}

async function answerOf(component: HealthComponent, signal: AbortSignal): Promise<ComponentReport> {
  try {
    return await component.probe(signal);
  } catch (error) {
    return { status: 'down', details: { error: codeOf(error) } };
  }
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'UNKNOWN';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
