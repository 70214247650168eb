// The vertex shader of everything but the background: carries a vertex along with neck and head, and lights it here when the
// machine is too slow to light pixels.

import { type Surface, studioLights, surfaceLight } from './lighting';

export const attributeLocations = { position: 0, normal: 1, uv: 2, occlusion: 3, boneWeights: 4 } as const;

/** `litSurface`: light per vertex as this surface; without it the fragment shader does the lighting. */
export function vertexShader(litSurface?: Surface): string {
  return /* glsl */ `#version 300 es
precision highp float;
layout(location = ${attributeLocations.position}) in vec3 position;
layout(location = ${attributeLocations.normal}) in vec3 normal;
layout(location = ${attributeLocations.uv}) in vec2 uv;
layout(location = ${attributeLocations.occlusion}) in float occlusion;
layout(location = ${attributeLocations.boneWeights}) in vec2 boneWeights;
uniform mat4 viewProjection, neck, head, model;
${litSurface ? `uniform vec3 eyePosition;\nout vec3 vertexDiffuse, vertexSheen;\n${studioLights}${surfaceLight[litSurface]}` : ''}
out vec3 worldPosition, worldNormal;
out vec2 textureUv;
out float openness;
void main() {
  vec4 p = model * vec4(position, 1.);
  vec3 n = mat3(model) * normal;
  float still = 1. - boneWeights.x - boneWeights.y;
  worldPosition = p.xyz * still + (neck * p).xyz * boneWeights.x + (head * p).xyz * boneWeights.y;
  worldNormal = n * still + mat3(neck) * n * boneWeights.x + mat3(head) * n * boneWeights.y;
  textureUv = uv;
  openness = occlusion;
  gl_Position = viewProjection * vec4(worldPosition, 1.);
${litSurface ? '  light(normalize(worldNormal), normalize(eyePosition - worldPosition), occlusion, vertexDiffuse, vertexSheen);' : ''}
}`;
}
