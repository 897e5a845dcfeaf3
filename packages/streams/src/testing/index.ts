export {
  topologyDriver,
  type DrivenRecord,
  type DrivenResult,
  type TopologyDriver,
  type TopologyDriverOptions,
} from './topology-driver.ts';
