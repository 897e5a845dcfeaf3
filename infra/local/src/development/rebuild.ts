import { BuildFailedError, buildServices } from '../services/build.ts';
import { type ServiceDefinition, serviceDefinitions } from '../services/service-definitions.ts';
import { startServices, type System } from '../services/system.ts';
import { setupErrorOf } from '../setup-error.ts';
import { serviceFingerprint } from './service-fingerprint.ts';
import { sourceChanges } from './source-watch.ts';

async function fingerprints(): Promise<Map<ServiceDefinition, string>> {
  return new Map(
    await Promise.all(
      serviceDefinitions.map(async (service) => [service, await serviceFingerprint(service.name)] as const),
    ),
  );
}

/** Builds on each change of the sources and restarts the services whose built code changed, until the signal; a mistake is shown, and the next change tries again. */
export async function rebuildOnChange(system: System, signal: AbortSignal): Promise<void> {
  let before = await fingerprints();
  for await (const _ of sourceChanges(signal)) {
    try {
      await buildServices(signal);
      const after = await fingerprints();
      const reached = serviceDefinitions.filter((service) => after.get(service) !== before.get(service));
      before = after;
      if (reached.length === 0) continue;
      system.progress(`Restarting ${reached.map(({ name }) => name).join(', ')}`);
      await startServices(system, reached);
    } catch (error) {
      if (signal.aborted) return;
      const mendable = setupErrorOf(error);
      if (mendable === undefined) throw error;
      if (mendable instanceof BuildFailedError) process.stderr.write(mendable.output);
      system.progress(mendable.line);
    }
  }
}
