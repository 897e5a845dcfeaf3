-- One database a service, so that nobody joins what another owns. One statement a line: CREATE DATABASE runs alone.
CREATE DATABASE orders OWNER orders_owner TEMPLATE template0 ENCODING 'UTF8';
CREATE DATABASE payments OWNER payments_owner TEMPLATE template0 ENCODING 'UTF8';
