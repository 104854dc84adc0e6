import type { StartedService } from '../model/started-service.ts';

/** The services that were started with a receiver, by name, and the map as it is at a moment. */
export class StartedServices extends Map<string, StartedService> {
  #now: ReadonlyMap<string, StartedService> | undefined;

  override set(name: string, service: StartedService): this {
    this.#now = undefined;
    return super.set(name, service);
  }

  /** The map as it is now: it stays so when services are added. */
  now(): ReadonlyMap<string, StartedService> {
    this.#now ??= new Map(this);
    return this.#now;
  }
}
