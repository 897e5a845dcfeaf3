/** Reads a Java properties file as written here: `name=value` or `name = value` a line, # for comments, no escapes or continuations. */
export function parseProperties(text: string): Map<string, string> {
  const properties = new Map<string, string>();
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    const separator = line.indexOf('=');
    if (separator < 1) throw new SyntaxError(`line ${index + 1} is no property: ${line}`);
    const name = line.slice(0, separator).trim();
    if (properties.has(name)) throw new SyntaxError(`line ${index + 1} sets ${name} again`);
    properties.set(name, line.slice(separator + 1).trim());
  }
  return properties;
}

export function formatProperties(properties: ReadonlyMap<string, string>): string {
  return [...properties].map(([name, value]) => `${name}=${value}\n`).join('');
}

/** The properties with others laid over them. */
export function overlay(
  properties: ReadonlyMap<string, string>,
  over: Readonly<Record<string, string>>,
): Map<string, string> {
  return new Map([...properties, ...Object.entries(over)]);
}
