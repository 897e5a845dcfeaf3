#!/bin/sh
# What the embedded start does through its own connection: the image runs this once, when it makes the cluster.
set -eu
PGOPTIONS="-c orderflow.orders_owner=$ORDERFLOW_ORDERS_OWNER_PASSWORD"
PGOPTIONS="$PGOPTIONS -c orderflow.orders_app=$ORDERFLOW_ORDERS_APP_PASSWORD"
PGOPTIONS="$PGOPTIONS -c orderflow.orders_cdc=$ORDERFLOW_ORDERS_CDC_PASSWORD"
PGOPTIONS="$PGOPTIONS -c orderflow.payments_owner=$ORDERFLOW_PAYMENTS_OWNER_PASSWORD"
PGOPTIONS="$PGOPTIONS -c orderflow.payments_app=$ORDERFLOW_PAYMENTS_APP_PASSWORD"
PGOPTIONS="$PGOPTIONS -c orderflow.installation=$ORDERFLOW_INSTALLATION_ID"
export PGOPTIONS
for file in roles databases grants installation; do
  psql -v ON_ERROR_STOP=1 -U postgres -d postgres -f "/orderflow/postgres/$file.sql"
done
