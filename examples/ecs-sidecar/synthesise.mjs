import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { TracedServiceStack } from './traced-service-stack.js';

/** The CloudFormation template of the stack, and what a test asks of it most. */
export function synthesise(props = {}) {
  const stack = new TracedServiceStack(new App(), 'orders', {
    serviceName: 'orders',
    image: 'example.com/orders:1.4.0',
    version: '1.4.0',
    stage: 'development',
    ...props,
  });
  const template = Template.fromStack(stack);
  const task = only(template.findResources('AWS::ECS::TaskDefinition')).Properties;
  const container = name => task.ContainerDefinitions.find(({ Name }) => Name === name);
  return {
    template,
    task,
    container,
    /** The variables of a container, as an object. */
    variables: name => Object.fromEntries(container(name).Environment.map(({ Name, Value }) => [Name, Value])),
    /** What the task's own role may do. */
    permissions: () =>
      Object.values(template.findResources('AWS::IAM::Policy'))
        .filter(({ Properties }) => Properties.Roles.some(({ Ref }) => Ref === task.TaskRoleArn['Fn::GetAtt'][0]))
        .flatMap(({ Properties }) => Properties.PolicyDocument.Statement),
  };
}

function only(resources) {
  const [resource, ...others] = Object.values(resources);
  if (resource === undefined || others.length > 0) throw new Error(`${others.length + 1} resources instead of one`);
  return resource;
}
