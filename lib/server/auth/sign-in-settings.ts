/** The settings of the ways to sign in. */
import * as z from 'zod';
import { parseOrigin } from '../http/address.ts';
import { type SiteSettings, siteSettings } from '../settings.ts';
import { bare, type Environment, missing, settingGroup, text } from '../settings-schema.ts';

const fields = z.object({
  AUTH_GITHUB_ID: text,
  AUTH_GITHUB_SECRET: text,
  AUTH_OIDC_ISSUER: bare
    .refine(
      (value) => URL.canParse(value) && parseOrigin(new URL(value).origin),
      'must be an https URL (http only on loopback)',
    )
    .optional(),
  AUTH_OIDC_ID: text,
  AUTH_OIDC_SECRET: text,
  AUTH_OIDC_NAME: z.string().default('OpenID Connect'),
  DEMO_LOGIN: z
    .enum(
      ['1', 'with-real-cloud', '0'],
      'must be 1 (demo users), with-real-cloud (demo users in front of the real cloud), 0 or unset (none)',
    )
    .optional(),
});

export const signInGroup = settingGroup(fields, {
  check: (checked) => {
    const { values } = checked;
    const github = values.AUTH_GITHUB_ID || values.AUTH_GITHUB_SECRET;
    const oidc = values.AUTH_OIDC_ISSUER || values.AUTH_OIDC_ID || values.AUTH_OIDC_SECRET;
    return [
      ...(github ? missing(checked, ['AUTH_GITHUB_ID', 'AUTH_GITHUB_SECRET'], 'sign-in with GitHub needs both') : []),
      ...(oidc
        ? missing(
            checked,
            ['AUTH_OIDC_ISSUER', 'AUTH_OIDC_ID', 'AUTH_OIDC_SECRET'],
            'sign-in with OpenID Connect needs all three',
          )
        : []),
    ];
  },
});

export interface SignInSettings extends SiteSettings {
  demo: boolean;
  github: { clientId: string; clientSecret: string } | undefined;
  oidc: { issuer: string; clientId: string; clientSecret: string; name: string } | undefined;
}

export function signInSettings(environment: Environment = process.env): SignInSettings {
  const { values: v } = signInGroup.read(environment);
  return {
    ...siteSettings(environment),
    demo: v.DEMO_LOGIN === '1' || v.DEMO_LOGIN === 'with-real-cloud',
    github:
      v.AUTH_GITHUB_ID && v.AUTH_GITHUB_SECRET
        ? { clientId: v.AUTH_GITHUB_ID, clientSecret: v.AUTH_GITHUB_SECRET }
        : undefined,
    oidc:
      v.AUTH_OIDC_ISSUER && v.AUTH_OIDC_ID && v.AUTH_OIDC_SECRET
        ? {
            issuer: v.AUTH_OIDC_ISSUER,
            clientId: v.AUTH_OIDC_ID,
            clientSecret: v.AUTH_OIDC_SECRET,
            name: v.AUTH_OIDC_NAME,
          }
        : undefined,
  };
}

/** The origins to which sign-in forms redirect. `form-action` of the policy must allow them. */
export function identityProviderOrigins(environment: Environment = process.env): string[] {
  const { github, oidc } = signInSettings(environment);
  return [...(github ? ['https://github.com'] : []), ...(oidc ? [new URL(oidc.issuer).origin] : [])];
}
