import { fields } from '@orderflow/contracts';
import { z } from 'zod';

/** What `POST /orders/:id/cancel` takes. The reason is a code: free text could name a person. */
export const cancelOrderBody = z.strictObject({ reason: fields.code.default('changed_mind') }).prefault({});

export type CancelOrderBody = z.infer<typeof cancelOrderBody>;
