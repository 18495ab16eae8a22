import { survives } from './scenarios.ts';

survives('worker');
