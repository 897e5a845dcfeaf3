import type { Internals } from '../internals.ts';

/**
 * `eachBatch` also receives a batch that holds only control or aborted records, with no messages in it.
 *
 * kafkajs moves over such a batch by itself and tells nobody its fetch offset, so a consumer that commits its own offsets
 * would stand before an aborted tail for ever (lag above 0), or could not tell a late batch from a current one.
 */
export const mendControlBatches = ({ Batch }: Internals): void => {
  Batch.prototype.isEmptyDueToFiltering = () => false;
  Batch.prototype.isEmpty = function isEmpty() {
    return this.rawMessages.length === 0;
  };
};
