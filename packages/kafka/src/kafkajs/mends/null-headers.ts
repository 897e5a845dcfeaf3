import type { Internals, MessageHeaders } from '../internals.ts';

/**
 * Stands for null between the size computation, which throws on null, and the encoder. Its size on the wire is that of
 * null by luck of the format: a length of 0 and a length of -1 both take one byte as a zigzag varint.
 */
const nullHeader = Buffer.alloc(0);

const encodable = (headers: MessageHeaders): MessageHeaders =>
  Object.fromEntries(
    Object.entries(headers)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [
        name,
        Array.isArray(value)
          ? value.filter((each) => each !== undefined).map((each) => each ?? nullHeader)
          : (value ?? nullHeader),
      ]),
  );

/** A null header is sent as null (length -1) and an undefined one is left out; the stock encoder throws on both (#1500). */
export const mendNullHeaders = ({ requests, Encoder }: Internals): void => {
  const writeVarIntBytes = Encoder.prototype.writeVarIntBytes;
  Encoder.prototype.writeVarIntBytes = function writeNullable(value) {
    return value === nullHeader ? this.writeVarInt(-1) : writeVarIntBytes.call(this, value);
  };

  const stock = requests.Produce.protocol;
  requests.Produce.protocol = (options) => {
    const request = stock(options);
    return (input) =>
      request({
        ...input,
        topicData: input.topicData.map((topic) => ({
          ...topic,
          partitions: topic.partitions.map((partition) => ({
            ...partition,
            messages: partition.messages.map((message) =>
              message.headers ? { ...message, headers: encodable(message.headers) } : message,
            ),
          })),
        })),
      });
  };
};
