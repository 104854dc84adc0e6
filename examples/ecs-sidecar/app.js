// @ts-check
// Change the values here, then: npx aws-cdk@2 deploy -c stage=staging
import { App } from 'aws-cdk-lib';
import { TracedServiceStack } from './traced-service-stack.js';

const app = new App();
const stage = app.node.tryGetContext('stage') ?? 'development';

new TracedServiceStack(app, `orders-${stage}`, {
  serviceName: 'orders',
  image: '123456789012.dkr.ecr.eu-central-1.amazonaws.com/orders:1.4.0',
  version: '1.4.0',
  stage,
  // npx aws-cdk@2 deploy -c tracing=false
  tracing: app.node.tryGetContext('tracing') !== 'false',
});
