/** How a service may write a value. */
export interface CanaryForm {
  readonly name: string;
  /** What it makes of the value; undefined where the form is none for it. */
  readonly write: (value: string) => string | undefined;
}
