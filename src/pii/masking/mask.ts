/** So much of a value, at most, that one knows which it is: its first character, and the form of the rest. */
export function maskValue(kind: string, value: string): string {
  switch (kind) {
    case 'email':
      return maskEmail(value);
    case 'phone':
      return `${value.startsWith('+') ? '+' : ''}***`;
    case 'iban':
      return `${value.slice(0, 2)}***`;
    default:
      return '***';
  }
}

/** `ada@example.com` is `a***@e***.com`. */
function maskEmail(value: string): string {
  const [local = '', domain = ''] = value.replace(/%40|&#0*64;|&#x0*40;|&commat;/i, '@').split('@');
  const suffix = domain.includes('.') ? domain.slice(domain.lastIndexOf('.')) : '';
  const shown = `${first(local)}***@${first(domain)}***${suffix}`;
  return shown === value ? '***@***' : shown;
}

function first(text: string): string {
  return String.fromCodePoint(text.codePointAt(0) ?? 42);
}
