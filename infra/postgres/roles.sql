-- One role a purpose; an owner migrates, an app role gets from the migrations what its service needs, the CDC role reads the log.
-- Passwords are settings of the session that runs this (orderflow.<role>), so that no file holds one.
DO $$
DECLARE
  role text;
BEGIN
  FOREACH role IN ARRAY ARRAY['orders_owner', 'orders_app', 'orders_cdc', 'payments_owner', 'payments_app'] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role) THEN
      EXECUTE format('CREATE ROLE %I LOGIN', role);
    END IF;
    EXECUTE format('ALTER ROLE %I PASSWORD %L', role, current_setting('orderflow.' || role));
  END LOOP;
END
$$;
ALTER ROLE orders_cdc REPLICATION;
