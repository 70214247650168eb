/** @type {import('next').NextConfig} */
export default {
  // `next start` warns when the output is standalone, so only the container build asks for it.
  output: process.env.BUILD_STANDALONE ? 'standalone' : undefined,
  poweredByHeader: false,
  reactStrictMode: true,
};
