export const HAND_QUEUE = 'hand-written';
