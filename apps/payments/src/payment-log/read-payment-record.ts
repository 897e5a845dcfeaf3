import { paymentEvents, readEventRecord, type EventRecord, type PaymentEvent } from '@orderflow/contracts';
import { headerText, type KafkaRecord } from '@orderflow/kafka/core';

/** A record of payments.events as its consumers take it. @throws ContractError for what can't be read */
export function readPaymentRecord({ headers, value }: KafkaRecord): EventRecord<PaymentEvent> {
  return readEventRecord(paymentEvents, (name) => headerText(headers, name), value);
}
