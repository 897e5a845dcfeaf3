export { serviceDatabase, type ServiceDatabase, type ServiceDatabaseOptions } from './service-database.ts';
