import { named, prefixed, run, type TokenPart, UUID, type VendorToken } from './vendor-token.ts';

/** As in a webhook's path, of any letters. */
const GUID: readonly TokenPart[] = [8, 4, 4, 4, 12].flatMap((length, index) =>
  index === 0 ? [run('lowerAlnum', length)] : ['-', run('lowerAlnum', length)],
);

/** Mail, chat, calls and social networks. */
export const MESSAGE_TOKENS: readonly VendorToken[] = [
  prefixed(
    'slack',
    ['xoxb-', 'xoxp-', 'xoxa-', 'xoxr-', 'xoxs-', 'xoxe-', 'xoxc-', 'xoxd-', 'xapp-', 'xwfp-'],
    [run('base64url', 8, 400)],
    { minEntropy: 2 },
  ),
  // The word of two kisses and two hugs, unless numbers follow it.
  prefixed(
    'slack',
    ['xoxo-'],
    [run('digit', 4, 20), '-', run('digit', 4, 20), '-', run('digit', 4, 20), '-', run('hexAny', 6, 64)],
    { minEntropy: 2 },
  ),
  prefixed('slack', ['xoxe.xoxb-', 'xoxe.xoxp-'], [run('base64url', 20, 400)]),
  prefixed(
    'slack',
    ['hooks.slack.com/services/', 'hooks.slack.com/workflows/', 'hooks.slack.com/triggers/'],
    [run('base64', 30, 120)],
  ),
  prefixed(
    'discord',
    ['discord.com/api/webhooks/', 'discordapp.com/api/webhooks/'],
    [run('digit', 17, 20), '/', run('base64url', 60, 80)],
  ),
  prefixed('discord', ['mfa.'], [run('base64url', 84)]),
  // https://docs.discord.com/developers/reference: the base64 of a bot's id, which is 17 to 20 digits; a time; an HMAC.
  prefixed(
    'discord',
    startsOfDigits(),
    [run('base64url', 20, 25), '.', run('base64url', 6, 7), '.', run('base64url', 27, 40)],
    {
      // What it begins with is no prefix that may be shown.
      before: [],
    },
  ),
  named('discord', ['discord'], [run('base64url', 23, 28), '.', run('base64url', 6, 7), '.', run('base64url', 27, 38)]),
  named('discord', ['discord'], [run('hex', 64)]),
  named('discord', ['discord'], [run('base64urlPadded', 32)]),
  prefixed(
    'microsoft-teams',
    ['.webhook.office.com/webhookb2/'],
    [...GUID, '@', ...GUID, '/IncomingWebhook/', run('lowerAlnum', 32), '/', ...GUID],
  ),
  // https://core.telegram.org/bots/api#making-requests: `/bot<token>/method`.
  prefixed('telegram', ['/bot', 'bot'], [run('digit', 5, 16), ':A', run('base64url', 32, 36)]),
  prefixed('telegram', [':AA', ':AF', ':AE', ':AG', ':AH'], [run('base64url', 32, 33)], {
    before: [run('digit', 5, 16)],
  }),
  named('telegram', ['telegram', 'telegr', 'tg'], [run('digit', 5, 16), ':A', run('base64url', 34)]),
  prefixed('twilio', hexStarts('SK'), [run('hexAny', 31)]),
  named('twilio', ['twilio'], [run('hex', 32)]),
  prefixed('sendgrid', ['SG.'], [run('base64url', 20, 24), '.', run('base64url', 39, 50)]),
  prefixed('sendgrid', ['SG.'], [run('dottedPadded', 66)]),
  prefixed('mailgun', ['pubkey-'], [run('lowerAlnum', 32)], { minEntropy: 3 }),
  named('mailgun', ['mailgun', 'mg'], ['key-', run('lowerAlnum', 32)]),
  named('mailgun', ['mailgun'], [run('lowerAlnum', 32), '-', run('lowerAlnum', 8), '-', run('lowerAlnum', 8)]),
  prefixed('mailchimp', ['-us'], [run('digit', 1, 2)], { before: [run('hex', 32)] }),
  named('mandrill', ['mandrill', 'mailchimp'], ['md-', run('base64url', 22)]),
  prefixed('brevo', ['xkeysib-', 'xsmtpsib-'], [run('hex', 64), '-', run('alnum', 16)]),
  named('postmark', ['postmark'], UUID),
  named('sparkpost', ['sparkpost'], [run('hex', 40)]),
  prefixed('resend', ['re_'], [run('alnum', 8), '_', run('alnum', 24)]),
  prefixed('mailersend', ['mlsn.'], [run('hex', 64)]),
  prefixed('klaviyo', ['pk_'], [run('hex', 34)]),
  prefixed('klaviyo', ['pk_'], [run('alnum', 6), '_', run('hex', 34)]),
  named('mailjet', ['mailjet'], [run('hex', 32)]),
  named('messagebird', ['messagebird', 'message bird', 'bird'], [run('lowerAlnum', 25)]),
  named('messagebird', ['messagebird', 'message bird'], UUID),
  named('vonage', ['nexmo', 'vonage'], [run('alnum', 16)]),
  named('plivo', ['plivo'], [run('base64', 40)]),
  prefixed('telnyx', ['KEY'], [run('hexAny', 32), '_', run('alnum', 22)]),
  named('mattermost', ['mattermost'], [run('lowerAlnum', 26)]),
  named('gitter', ['gitter'], [run('base64url', 40)]),
  named('zulip', ['zulip'], [run('alnum', 32)]),
  named('sendbird', ['sendbird'], [run('hex', 40)]),
  named('sendbird', ['sendbird'], UUID),
  prefixed('pubnub', ['sub-c-', 'pub-c-', 'sec-c-'], UUID),
  prefixed('pubnub', ['sec-c-'], [run('base64', 40, 60), run('padding', 0, 2)]),
  named('pusher', ['pusher'], [run('hex', 20)]),
  named('ably', ['ably'], [run('base64url', 6), '.', run('base64url', 6), ':', run('base64url', 20, 50)]),
  named('onesignal', ['onesignal', 'one signal'], [run('alnum', 48)]),
  prefixed('onesignal', ['os_v2_app_', 'os_v2_org_'], [run('base32Lower', 80, 120)]),
  prefixed('facebook', ['EAAM', 'EAAC', 'EAAB', 'EAAG', 'EAAD', 'EAAH', 'EAAJ'], [run('alnum', 60, 400)]),
  // An app's id and secret with a bar between.
  prefixed('facebook', digitsThen('|'), [run('base64url', 27, 40)], {
    before: [run('digit', 13, 14)],
    minEntropy: 3.3,
    confidence: 'medium',
  }),
  named('facebook', ['facebook', 'fb', 'meta'], [run('digit', 15, 16), '|', run('base64url', 27, 40)]),
  named('facebook', ['facebook', 'fb', 'meta', 'instagram'], [run('hex', 32)]),
  prefixed('instagram', ['IGQV', 'IGAA'], [run('base64url', 80, 400)]),
  prefixed('twitter', ['AAAAAAAAAAAAAAAAAAAAA'], [run('credential', 40, 130)], { minEntropy: 3 }),
  named('twitter', ['twitter', 'x api'], [run('digit', 15, 25), '-', run('alnum', 20, 45)]),
  named('twitter', ['twitter', 'x api'], [run('alnum', 25)]),
  named('twitter', ['twitter', 'x api'], [run('alnum', 45, 50)]),
  named('twitter', ['twitter'], ['AAAAAAAAAAAAAAAAAAAAAA', run('credential', 60, 120)], { minEntropy: 2.5 }),
  named('linkedin', ['linkedin', 'linked in'], [run('alnum', 14, 16)]),
  prefixed('linkedin', ['WPL_AP0.', 'WPL_AP1.'], [run('alnum', 16), '.', run('base64', 6, 8), run('padding', 0, 2)]),
  named('twitch', ['twitch'], [run('lowerAlnum', 30)]),
  named('flickr', ['flickr'], [run('lowerAlnum', 32)]),
  named('reddit', ['reddit'], [run('base64url', 27, 30)]),
  named('spotify', ['spotify'], [run('hex', 32)]),
  prefixed('zapier', ['hooks.zapier.com/hooks/catch/'], [run('base64', 10, 40)]),
  named('line', ['line channel', 'line messaging', 'line notify'], [run('alnum', 43)]),
  named('beamer', ['beamer'], ['b_', run('base64urlPadded', 44)]),
];

function hexStarts(prefix: string): string[] {
  return [...'0123456789abcdefABCDEF'].map(digit => prefix + digit);
}

/** What the base64 of any three digits begins with. */
function startsOfDigits(): string[] {
  const starts = Array.from({ length: 1_000 }, (_, index) =>
    Buffer.from(String(index).padStart(3, '0'), 'latin1').toString('base64').slice(0, 3),
  );
  return [...new Set(starts)];
}

/** Any two digits, and what follows them. */
function digitsThen(text: string): string[] {
  return Array.from({ length: 100 }, (_, index) => String(index).padStart(2, '0') + text);
}
