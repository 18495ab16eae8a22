/** The kind of data that a palette entry carries while it is dragged. */
export const NODE_MIME = 'application/x-hearth-node';
