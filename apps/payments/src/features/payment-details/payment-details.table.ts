/** The read model, as readers name it: a view of the active one of its two tables. */
export const paymentDetailsTable = 'payment_details';
