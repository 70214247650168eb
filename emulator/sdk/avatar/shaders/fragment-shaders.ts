// The fragment shaders: lit surfaces (skin, hair, cloth), the inside of the mouth, the eyeballs, painted hairs (brows and
// lashes), and the background.

import { type Surface, studioLights, surfaceLight, toneMapping } from './lighting';

const preamble = /* glsl */ `#version 300 es
precision mediump float;
in highp vec3 worldPosition;
in vec3 worldNormal;
in vec2 textureUv;
in float openness;
out vec4 colour;
uniform sampler2D image;
uniform vec3 tint;
uniform highp vec3 eyePosition;
`;

/** Discards what is more transparent than `alphaFloor`; blended strands are drawn with a second, lower floor. */
export function surfaceFragmentShader(surface: Surface, litPerVertex: boolean): string {
  const lighting = litPerVertex ? 'in vec3 vertexDiffuse, vertexSheen;' : `${studioLights}${surfaceLight[surface]}`;
  const light = litPerVertex
    ? 'vec3 diffuse = vertexDiffuse, sheen = vertexSheen;'
    : `vec3 diffuse, sheen;
  light(normalize(worldNormal), normalize(eyePosition - worldPosition), openness, diffuse, sheen);`;
  const cut = surface === 'hair' ? 'if (texel.a < alphaFloor) discard;' : '';
  return /* glsl */ `${preamble}${lighting}${toneMapping}
uniform float alphaFloor;
void main() {
  vec4 texel = linearTexel(image, textureUv);
  ${cut}
  ${light}
  colour = vec4(toneMap(texel.rgb * tint * diffuse + sheen), texel.a);
}`;
}

/** Teeth and gums: the texture tells them apart by how red it is. */
export const mouthFragmentShader = /* glsl */ `${preamble}${studioLights}${toneMapping}
void main() {
  vec3 texel = linearTexel(image, textureUv).rgb;
  vec3 N = normalize(mix(normalize(worldNormal), vec3(0., .15, 1.), .55));
  vec3 V = normalize(eyePosition - worldPosition);
  float nh = max(dot(N, normalize(keyDirection + V)), 0.), nh4 = nh * nh * nh * nh;
  float gum = smoothstep(.06, .2, texel.r - texel.g);
  vec3 base = mix(mix(texel, vec3(.80, .75, .66), .75), texel, gum) * tint;
  float lit = max(dot(N, keyDirection) * .5 + .5, 0.);
  vec3 c = base * (ambientLight(N) + keyColour * lit * .62 + fillColour * max(dot(N, fillDirection), 0.)) * openness;
  colour = vec4(toneMap(c + vec3(.25) * nh4 * nh4 * openness * openness), 1.);
}`;

export const paintedHairFragmentShader = /* glsl */ `${preamble}${studioLights}${toneMapping}
uniform float opacity;
void main() {
  vec4 texel = linearTexel(image, textureUv);
  vec3 N = normalize(worldNormal);
  float lit = max(dot(N, keyDirection) * .6 + .4, 0.);
  colour = vec4(toneMap(texel.rgb * tint * (ambientLight(N) * .64 + keyColour * lit * .40)), texel.a * opacity);
}`;

/** `shadow`: how much the upper lid darkens the eyeball below it. */
export const eyeFragmentShader = /* glsl */ `${preamble}${studioLights}${toneMapping}
uniform float shadow;
uniform highp vec3 centre;
void main() {
  vec3 base = linearTexel(image, textureUv).rgb * tint;
  vec3 N = normalize(worldNormal), V = normalize(eyePosition - worldPosition);
  highp vec3 d = worldPosition - centre;
  float shade = clamp(smoothstep(.0, .11, d.y) * .70 * shadow + smoothstep(.05, .14, abs(d.x)) * .28 + .06, 0., .92);
  float lit = max(dot(N, keyDirection) * .6 + .4, 0.);
  vec3 c = base * (ambientLight(N) * .8 + keyColour * lit * .66 + fillColour * max(dot(N, fillDirection), 0.) * .6) * (1. - shade);
  vec3 mirrored = reflect(-V, N);
  float lamp = smoothstep(.90, .97, dot(mirrored, vec3(.361, .421, .832)));
  float room = smoothstep(.55, 1., dot(mirrored, vec3(-.496, .149, .843)));
  colour = vec4(toneMap(c + vec3(.85) * lamp * (1. - shade * .8) + vec3(.05, .055, .06) * room), 1.);
}`;

export const backgroundVertexShader = /* glsl */ `#version 300 es
out vec2 at;
void main() {
  vec2 corner = vec2(gl_VertexID == 1 ? 2. : 0., gl_VertexID == 2 ? 2. : 0.);
  at = vec2(corner.x, 1. - corner.y);
  gl_Position = vec4(corner * 2. - 1., .9999, 1.);
}`;

export const backgroundFragmentShader = /* glsl */ `#version 300 es
precision mediump float;
in vec2 at;
out vec4 colour;
uniform sampler2D image;
void main() { colour = vec4(texture(image, at).rgb, 1.); }`;
