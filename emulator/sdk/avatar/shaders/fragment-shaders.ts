// The fragment shaders: lit surfaces (skin, hair, cloth), the inside of the mouth, the eyeballs, painted hairs (brows and
// lashes), the background, and the smoothing of edges.

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

/**
 * Where neighbours differ in green, which stands for brightness, the colour is averaged along the edge; elsewhere, nearly
 * everywhere, it is passed on after five look-ups. The result is upside down: 2D canvases begin with the upper row.
 */
export const edgeSmoothingFragmentShader = /* glsl */ `#version 300 es
precision highp float;
out vec4 colour;
uniform sampler2D image;
const float leastContrast = .06, longestReach = 6.;
ivec2 last;
// Beyond the picture there is black, which would be an edge.
float green(ivec2 at) { return texelFetch(image, clamp(at, ivec2(0), last), 0).g; }
void main() {
  last = textureSize(image, 0) - 1;
  ivec2 at = ivec2(gl_FragCoord.xy);
  at.y = last.y - at.y;
  vec4 own = texelFetch(image, at, 0);
  float nw = green(at + ivec2(-1, 1)), ne = green(at + ivec2(1, 1));
  float sw = green(at + ivec2(-1, -1)), se = green(at + ivec2(1, -1));
  float low = min(own.g, min(min(nw, ne), min(sw, se))), high = max(own.g, max(max(nw, ne), max(sw, se)));
  colour = vec4(own.rgb, 1.);
  if (high - low < max(leastContrast, high * .12)) return;
  vec2 along = vec2((sw + se) - (nw + ne), (nw + sw) - (ne + se));
  float shortest = min(abs(along.x), abs(along.y)) + max((nw + ne + sw + se) * .03, .008);
  along = clamp(along / shortest, -longestReach, longestReach);
  vec2 size = vec2(textureSize(image, 0)), here = vec2(at) + .5;
  vec3 near = .5 * (texture(image, (here - along * .1667) / size).rgb + texture(image, (here + along * .1667) / size).rgb);
  vec3 far = .5 * near + .25 * (texture(image, (here - along * .5) / size).rgb + texture(image, (here + along * .5) / size).rgb);
  colour.rgb = far.g < low || far.g > high ? near : far;
}`;
