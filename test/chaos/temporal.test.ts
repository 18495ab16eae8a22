import { survives } from './scenarios.ts';

survives('temporal');
