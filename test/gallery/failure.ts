/** A failing assertion, and what a user would call it. */
export interface Failure {
  readonly title: string;
  readonly fails: () => void;
}
