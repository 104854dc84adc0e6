import type { ValidateFunction } from 'ajv';

/** Whether a policy keeps the schema. Made by ajv ahead of time: with it five packages more would be installed. */
export declare const validate: ValidateFunction;
