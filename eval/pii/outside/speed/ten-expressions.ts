/** The yardstick of the guard's speed: what somebody would write in an afternoon instead of it. */
export const TEN_EXPRESSIONS: readonly RegExp[] = [
  /[\w.+-]+@[\w-]+\.[\w.-]+/, // an e-mail address
  /\b(?:\d[ -]?){13,19}\b/, // digits like a card's
  /\b[A-Z]{2}\d{2}[A-Z0-9]{11,30}\b/, // an IBAN
  /\+?\d{1,3}[ -]?\(?\d{2,4}\)?[ -]?\d{3,4}[ -]?\d{3,4}/, // a phone number
  /\b\d{3}-\d{2}-\d{4}\b/, // an SSN
  /\beyJ[\w-]+\.eyJ[\w-]+\.[\w-]+/, // a JWT
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/, // an AWS access key id
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/, // a private key
  /\b[Bb]earer [\w.~+/-]+=*/, // a bearer token
  /(?:password|passwd|secret|token|api_?key)["']?\s*[:=]\s*["']?[^\s"'&,;]+/i, // something under a telling key
];
