/** The command of a service, and what it runs with. */
export interface StartedCommand {
  readonly file: string;
  readonly args: readonly string[];
  /** The folder that it runs in. */
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}
