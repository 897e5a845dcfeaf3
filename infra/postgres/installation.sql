-- By this row a start recognises that a server on a configured port is the one it set up (setting orderflow.installation).
CREATE TABLE IF NOT EXISTS public.orderflow_installation (id text PRIMARY KEY);
INSERT INTO public.orderflow_installation VALUES (current_setting('orderflow.installation')) ON CONFLICT DO NOTHING;
