import { ContractError } from './contract.error.ts';

/** The `dataschema` of an event: `urn:orderflow:schema:OrderPlaced:1`. */
export function dataschema(type: string, schemaVersion: number): string {
  return `urn:orderflow:schema:${type}:${schemaVersion}`;
}

const form = /^urn:orderflow:schema:[A-Za-z]+:(?<version>[1-9]\d{0,8})$/;

/**
 * The schema version that a `dataschema` names.
 * @throws ContractError `INVALID_HEADER`
 */
export function schemaVersionOf(uri: string): number {
  const version = form.exec(uri)?.groups?.['version'];
  if (version === undefined) {
    throw new ContractError('INVALID_HEADER', `${uri} is no dataschema of ours`, { path: ['ce_dataschema'] });
  }
  return Number(version);
}
