// What startCollector() loads when it is first called.
export { launchCollector } from './launch-collector.ts';
