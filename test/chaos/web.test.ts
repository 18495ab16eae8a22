import { survives } from './scenarios.ts';

survives('web');
