import { Column, Entity, PrimaryColumn } from 'typeorm';

/**
 * A row of the read model. It is derived: `payments.events` is the truth. Its name is a view of the active one of two tables, so that it
 * can be read and not written; the projection writes the tables.
 */
@Entity({ name: 'payment_details' })
export class PaymentDetailsEntity {
  @PrimaryColumn({ name: 'order_id', type: 'text' })
  orderId!: string;

  @Column({ name: 'customer_id', type: 'text' })
  customerId!: string;

  @Column({ name: 'payment_id', type: 'text' })
  paymentId!: string;

  @Column({ type: 'text' })
  status!: string;

  @Column({ type: 'integer' })
  version!: number;

  /** Minor units; a bigint arrives as text. */
  @Column({ type: 'bigint' })
  amount!: string;

  @Column({ type: 'text' })
  currency!: string;

  @Column({ name: 'provider_reference', type: 'text', nullable: true })
  providerReference!: string | null;

  @Column({ type: 'text', nullable: true })
  reason!: string | null;

  @Column({ name: 'updated_at', type: 'timestamptz' })
  updatedAt!: Date;
}
