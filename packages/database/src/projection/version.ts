/**
 * Of the projection: raised whenever the same log gives another read model than before. What another version made is neither
 * gone on in nor mixed with: `motcua rebuild` makes it again beside the old one.
 */
export const PROJECTION_VERSION = 2;
