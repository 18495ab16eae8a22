import { handleApi } from '#server/api/handle.ts';

export const dynamic = 'force-dynamic';
export {
  handleApi as GET,
  handleApi as POST,
  handleApi as PUT,
  handleApi as PATCH,
  handleApi as DELETE,
  handleApi as HEAD,
  handleApi as OPTIONS,
};
