/** A value in a document: what JSON can hold. An int64 beyond 2^53 is the nearest number. */
export type XRayValue = string | number | boolean | null | readonly XRayValue[] | { readonly [key: string]: XRayValue };

/** What can be searched for in X-Ray. */
export type XRayAnnotationValue = string | number | boolean;

/**
 * A segment document, as the collector's `awsxray` exporter sends it: a segment, or an independent subsegment.
 *
 * Members that the exporter leaves out are undefined, and not own properties.
 *
 * @see https://docs.aws.amazon.com/xray/latest/devguide/xray-api-segmentdocuments.html
 */
export interface XRaySegment {
  /** The name of a node in the service map. Null when an attribute names the service with an empty text. */
  readonly name: string | null;
  /** 16 hex digits. */
  readonly id: string;
  /** Seconds since the epoch, with fractions. */
  readonly start_time: number;
  /** Seconds since the epoch, with fractions. Absent when `in_progress` is set. */
  readonly end_time?: number;
  readonly in_progress?: true;
  /** `1-<8 hex digits>-<24 hex digits>` */
  readonly trace_id: string;
  readonly parent_id?: string;
  /** Absent for a segment. */
  readonly type?: 'subsegment';
  readonly namespace?: 'aws' | 'remote';
  readonly origin?: string;
  readonly user?: string;
  readonly service?: { readonly version?: string };
  readonly fault: boolean;
  readonly error: boolean;
  readonly throttle: boolean;
  readonly cause?: { readonly exceptions?: readonly XRayException[] };
  readonly http?: XRayHttp;
  readonly sql?: XRaySql;
  readonly aws?: XRayAws;
  readonly annotations?: { readonly [key: string]: XRayAnnotationValue };
  /** By namespace. Attributes are in `default`. */
  readonly metadata?: { readonly [namespace: string]: XRayValue };
  readonly links?: readonly XRayLink[];
}

/** An exception, or the cause of one. */
export interface XRayException {
  readonly id: string;
  readonly type: string;
  readonly message: string;
  /** Whether a service that was called threw it. Absent when it was made of the status alone. */
  readonly remote?: boolean;
  /** The id of the exception that caused it. */
  readonly cause?: string;
  readonly stack?: readonly XRayStackFrame[];
}

export interface XRayStackFrame {
  readonly path: string;
  /** 0 when it is not known. */
  readonly line: number;
  readonly label: string;
}

export interface XRayHttp {
  readonly request: {
    readonly method?: string;
    readonly url?: string;
    readonly user_agent?: string;
    readonly client_ip?: string;
    readonly x_forwarded_for?: true;
  };
  readonly response: { readonly status?: number; readonly content_length: number };
}

export interface XRaySql {
  readonly url?: string;
  readonly connection_string?: string;
  readonly database_type?: string;
  readonly user?: string;
  readonly sanitized_query?: string;
}

/** The resource that the segment ran on, and the AWS API that it called. */
export interface XRayAws {
  readonly elastic_beanstalk?: {
    readonly environment_name: string | null;
    readonly version_label: string | null;
    readonly deployment_id: number;
  };
  readonly cloudwatch_logs?: readonly XRayLogGroup[];
  readonly ecs?: XRayEcs;
  readonly ec2?: {
    readonly instance_id: string | null;
    readonly availability_zone: string | null;
    readonly instance_size: string | null;
    readonly ami_id: string | null;
  };
  readonly eks?: {
    readonly cluster_name: string | null;
    readonly pod: string | null;
    readonly container_id: string | null;
  };
  readonly xray: { readonly sdk?: string; readonly sdk_version?: string; readonly auto_instrumentation: boolean };
  readonly account_id?: string;
  readonly operation?: string;
  readonly region?: string;
  readonly request_id?: string;
  readonly queue_url?: string;
  readonly table_name?: string;
  readonly table_names?: readonly string[];
}

export interface XRayEcs {
  readonly container?: string;
  readonly container_id?: string;
  readonly task_arn?: string;
  readonly task_family?: string;
  readonly cluster_arn?: string;
  readonly container_arn?: string;
  readonly availability_zone?: string;
  readonly launch_type?: string;
}

export interface XRayLogGroup {
  readonly log_group: string | null;
  readonly arn?: string;
}

export interface XRayLink {
  readonly trace_id: string;
  readonly id: string;
  readonly attributes?: { readonly [key: string]: XRayValue };
}
