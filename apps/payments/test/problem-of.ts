import { z } from 'zod';

const problemDocument = z.looseObject({
  type: z.string().startsWith('urn:orderflow:problem:'),
  title: z.string(),
  status: z.int(),
  instance: z.string(),
  correlationId: z.string(),
  errors: z.array(z.looseObject({ pointer: z.string().optional(), detail: z.string() })).default([]),
});

/** Reads an answer as a problem document of RFC 9457 and fails where it isn't one. */
export async function problemOf(response: Response): Promise<z.infer<typeof problemDocument>> {
  const text = await response.text();
  const type = response.headers.get('content-type');
  if (type !== 'application/problem+json')
    throw new Error(`Not a problem document: ${response.status} ${type} ${text}`);
  const document = problemDocument.parse(JSON.parse(text));
  if (document.status !== response.status) throw new Error('The status differs from the document’s.');
  return document;
}
