/** How templates write a value between quotes of a language. */
export const sqlText = (value: string): string => `'${value.replaceAll("'", "''")}'`;

export const xmlText = (value: string): string =>
  value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

export const urlText = (value: string): string => encodeURIComponent(value);

/** Form bodies write a blank as `+`. */
export const formText = (value: string): string => encodeURIComponent(value).replaceAll('%20', '+');

export const shellText = (value: string): string => `'${value.replaceAll("'", `'\\''`)}'`;
