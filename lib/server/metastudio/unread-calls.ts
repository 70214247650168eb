import type { AppErrorDetails } from '../../api/errors.ts';

/** Codes of the gateway (both prefixes occur), of an unknown API or method, and of refused authentication. */
const CODES = /^APIGW?\.|^MSS\.(0001\d{4}|0000000[14])$/;

/**
 * True if the cloud refused a call before it looked for what the path names, so that the answer does not say whether
 * that exists. A refused token may arrive as 400, and a missing API as 404 (MetaStudio docs, "Error codes"). An answer
 * without a code is not MetaStudio's, but for example a proxy's page.
 */
export const isRefusedUnread = ({ cloudStatus, cloudCode }: AppErrorDetails): boolean =>
  cloudStatus === 401 || cloudStatus === 403 || cloudCode === undefined || CODES.test(cloudCode);
