/** What the soaked receiver takes at most: small, so that requests over it are cheap to make. */
export const MAX_REQUEST_BYTES = 1024 * 1024;
