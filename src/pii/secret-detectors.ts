import type { PiiDetector } from './detector.ts';
import { AUTHORIZATION } from './detectors/authorization.ts';
import { COMMAND_LINE } from './detectors/command-line.ts';
import { COOKIE } from './detectors/cookie.ts';
import { JWT } from './detectors/jwt.ts';
import { LOGIN_PARAMETER } from './detectors/login-parameter.ts';
import { PASSWORD_BY_KEY } from './detectors/password-by-key.ts';
import { PRIVATE_KEY } from './detectors/private-key.ts';
import { SENSITIVE_ATTRIBUTE } from './detectors/sensitive-attribute.ts';
import { SIGNED_URL } from './detectors/signed-url.ts';
import { STATED_SECRET } from './detectors/stated-secret.ts';
import { URL_USERINFO } from './detectors/url-userinfo.ts';
import { VENDOR_TOKEN } from './detectors/vendor-token.ts';

/** The detectors of credentials and secrets, those first that say most. */
export const SECRET_DETECTORS: readonly PiiDetector[] = [
  PRIVATE_KEY,
  VENDOR_TOKEN,
  JWT,
  SIGNED_URL,
  LOGIN_PARAMETER,
  AUTHORIZATION,
  URL_USERINFO,
  COOKIE,
  COMMAND_LINE,
  STATED_SECRET,
  PASSWORD_BY_KEY,
  SENSITIVE_ATTRIBUTE,
];
