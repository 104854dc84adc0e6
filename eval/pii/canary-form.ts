/** How a service may write a value. */
export interface CanaryForm {
  readonly name: string;
  /** The value in this form; undefined if the value cannot have it. */
  readonly write: (value: string) => string | undefined;
}
