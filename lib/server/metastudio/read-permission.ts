import type { AppErrorDetails } from '../../api/errors.ts';

/** MetaStudio has only these two policies (API reference, "Permissions and Supported Actions"). */
const READ_POLICY = 'MetaStudio ReadOnlyAccess';

/** The policy that the key's user needs, when a call that only reads was refused. */
export const missingReadPermission = ({ cloudStatus }: AppErrorDetails): string | undefined =>
  cloudStatus === 403 ? READ_POLICY : undefined;
