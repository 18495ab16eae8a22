import { survives } from './scenarios.ts';

survives('all');
