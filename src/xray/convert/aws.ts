import { type Attributes, type AttributeValue, attribute } from '../../model/attributes.ts';
import type { XRayAws } from '../segment.ts';
import { awsResource } from './aws-resource.ts';
import type { Taken } from './conversion.ts';
import { present, textAt, textOf } from './read-value.ts';

/** What the exporter takes out of the attributes for `aws`. */
const FIELDS: Readonly<Record<string, keyof XRayAws>> = {
  'rpc.method': 'operation',
  'aws.operation': 'operation',
  'aws.account_id': 'account_id',
  'aws.region': 'region',
  'aws.request_id': 'request_id',
  'aws.requestId': 'request_id',
  'aws.queue_url': 'queue_url',
  'aws.queue.url': 'queue_url',
  'aws.table_name': 'table_name',
  'aws.table.name': 'table_name',
};

/** The document's `aws`; none for a resource of another cloud, where its attributes are taken all the same. */
export function awsOf(
  attributes: Attributes,
  resource: Attributes,
  logGroups: readonly string[],
): { readonly aws?: XRayAws; readonly taken: Taken } {
  const provider = textAt(resource, 'cloud.provider');
  const isElsewhere = provider !== 'aws' && provider !== '';
  const taken = new Map<string, string>();
  const values = new Map<string, AttributeValue>();
  for (const [key, value] of Object.entries(attributes)) {
    const field = Object.hasOwn(FIELDS, key) ? FIELDS[key] : undefined;
    if (field === undefined) continue;
    taken.set(key, isElsewhere ? '' : `aws.${field}`);
    values.set(field, value);
  }
  if (isElsewhere) return { taken };
  const text = (field: keyof XRayAws): string => textOf(values.get(field));
  const account = values.get('account_id') ?? null;
  return {
    aws: {
      ...awsResource(resource, logGroups),
      ...present<Pick<XRayAws, 'account_id' | 'operation' | 'region' | 'request_id' | 'queue_url'>>({
        account_id: account === null ? textAt(resource, 'cloud.account.id') : textOf(account),
        operation: textOf(attribute(attributes, 'aws.operation') ?? attribute(attributes, 'rpc.method')),
        region: text('region'),
        request_id: text('request_id'),
        queue_url: textOf(attribute(attributes, 'messaging.url') ?? values.get('queue_url')),
      }),
      ...tables(attribute(attributes, 'aws.dynamodb.table_names'), text('table_name')),
    },
    taken,
  };
}

/** The table of a call to DynamoDB, or its tables. The name of the semantic conventions goes before those of X-Ray. */
function tables(names: AttributeValue | undefined, name: string): Pick<XRayAws, 'table_name' | 'table_names'> {
  if (Array.isArray(names) && names.length > 1) return { table_names: names.map(textOf) };
  const table =
    Array.isArray(names) && names.length === 1 ? textOf(names[0]) : typeof names === 'string' ? names : name;
  return present<Pick<XRayAws, 'table_name'>>({ table_name: table });
}
