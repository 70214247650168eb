// The shader programs of the bust, one a material.

import type { GlResources, Program } from './gl-resources';
import {
  backgroundFragmentShader,
  backgroundVertexShader,
  eyeFragmentShader,
  mouthFragmentShader,
  paintedHairFragmentShader,
  surfaceFragmentShader,
} from './shaders/fragment-shaders';
import type { Surface } from './shaders/lighting';
import { vertexShader } from './shaders/vertex-shader';

export type BustPrograms = Record<Surface | 'mouth' | 'paintedHair' | 'eye' | 'background', Program>;

export function createBustPrograms(resources: GlResources, litPerVertex: boolean): BustPrograms {
  const surface = (name: Surface, perVertex: boolean) =>
    resources.program(vertexShader(perVertex ? name : undefined), surfaceFragmentShader(name, perVertex));
  return {
    skin: surface('skin', litPerVertex),
    hair: surface('hair', litPerVertex),
    // Cloth is matt: between two vertices there is nothing to see.
    cloth: surface('cloth', true),
    mouth: resources.program(vertexShader(), mouthFragmentShader),
    paintedHair: resources.program(vertexShader(), paintedHairFragmentShader),
    eye: resources.program(vertexShader(), eyeFragmentShader),
    background: resources.program(backgroundVertexShader, backgroundFragmentShader),
  };
}
