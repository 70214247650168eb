import type { AppErrorDetails } from '../../api/errors.ts';

/** MetaStudio has no finer permissions than its two policies (API reference, "Permissions and Supported Actions"). */
const READ_POLICY = 'MetaStudio ReadOnlyAccess';

/** The policy to give to the key's user, when a call that only reads was refused for want of it. */
export const missingReadPermission = ({ cloudStatus }: AppErrorDetails): string | undefined =>
  cloudStatus === 403 ? READ_POLICY : undefined;
