import { z } from 'zod';

const problemDocument = z.looseObject({
  type: z.string().startsWith('urn:orderflow:problem:'),
  title: z.string(),
  status: z.int(),
  detail: z.string().optional(),
  instance: z.string(),
  correlationId: z.string(),
  errors: z.array(z.looseObject({ pointer: z.string().optional(), detail: z.string() })).default([]),
});

/** A problem document as a client read it; `errors` is empty where the document has none. */
export type AnsweredProblem = z.infer<typeof problemDocument>;

/** Reads an answer as a problem document of RFC 9457 that bears the answer's own status and correlation id, or rejects. */
export async function problemOf(response: Response): Promise<AnsweredProblem> {
  const text = await response.text();
  const type = response.headers.get('content-type');
  if (type !== 'application/problem+json')
    throw new Error(`Not a problem document: ${response.status} ${type} ${text}`);
  const document = problemDocument.parse(JSON.parse(text));
  if (document.status !== response.status) throw new Error('The status differs from the document’s.');
  if (document.correlationId !== response.headers.get('x-correlation-id'))
    throw new Error('The correlation id differs from the document’s.');
  return document;
}
