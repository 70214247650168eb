// GLSL shared by the materials: a studio of three lamps, and how skin, hair and cloth answer them. The same functions run per
// vertex on a software renderer and per pixel on a GPU. Strings only: nothing here touches WebGL.

/** Directions point at the lamps; the viewer looks along -z. Colours were tuned by eye on renders, not measured. */
export const studioLights = /* glsl */ `
const vec3 keyDirection = vec3(.57, .47, .674), keyColour = vec3(1.38, 1.24, 1.10);
const vec3 fillDirection = vec3(-.80, .12, .58), fillColour = vec3(.20, .24, .31);
const vec3 rimDirection = vec3(-.56, .40, -.725), rimColour = vec3(.80, .86, .96);
const vec3 kickerDirection = vec3(.72, .28, -.63), kickerColour = vec3(.62, .52, .42);
// Multiplied out: pow() takes a logarithm, which a software renderer has no instruction for.
float power2(float x) { return x * x; }
float power4(float x) { return power2(power2(x)); }
float power8(float x) { return power2(power4(x)); }
float power16(float x) { return power2(power8(x)); }
float power32(float x) { return power2(power16(x)); }
vec3 ambientLight(vec3 N) { return mix(vec3(.16, .12, .11), vec3(.27, .29, .33), N.y * .5 + .5); }
`;

/**
 * Pictures are stored with a gamma of two and so is the result: a square and a root, where true sRGB would cost a software
 * renderer a fifth of its time. The curve is filmic (the ACES approximation by Narkowicz, 2015).
 */
export const toneMapping = /* glsl */ `
vec4 linearTexel(sampler2D image, vec2 uv) {
  vec4 texel = texture(image, uv);
  return vec4(texel.rgb * texel.rgb, texel.a);
}
vec3 toneMap(vec3 x) {
  x *= .80;
  return sqrt(clamp((x * (2.51 * x + .03)) / (x * (2.43 * x + .59) + .14), 0., 1.));
}
`;

/** Each defines light(): what the surface's colour is multiplied by, and the sheen added on top. */
export const surfaceLight = {
  // Light wraps around skin, and red goes deepest: a warm terminator instead of a grey one.
  skin: /* glsl */ `
void light(vec3 N, vec3 V, float occlusion, out vec3 diffuse, out vec3 sheen) {
  vec3 H = normalize(keyDirection + V);
  float key = dot(N, keyDirection), facing = max(dot(N, V), 0.);
  vec3 depth = vec3(.40, .22, .16);
  vec3 wrapped = clamp((vec3(key) + depth) / (1. + depth), 0., 1.);
  wrapped *= wrapped * .40 + .60;
  // Shadows in folds are warm: occlusion to the power of 0.8 in red and 1.1 in blue, nearly.
  vec3 open = vec3(mix(occlusion, sqrt(occlusion), .36), occlusion, occlusion * (.86 + .14 * occlusion));
  float glance = 1. - facing;
  glance *= glance; glance *= glance;
  float rim = max(dot(N, rimDirection), 0.), kicker = max(dot(N, kickerDirection), 0.);
  float nh = max(dot(N, H), 0.), mirroredRim = max(dot(N, normalize(rimDirection + V)), 0.);
  diffuse = ambientLight(N) * open + keyColour * wrapped * mix(vec3(1.), open, .8)
    + fillColour * max(dot(N, fillDirection), 0.) * open + (rimColour * rim + kickerColour * kicker) * .55 * occlusion;
  float broad = power8(nh) * power4(nh) * power2(nh), narrow = power32(nh) * power16(nh) * power8(nh) * power4(nh);
  sheen = keyColour * (broad * .13 + narrow * .10) * occlusion * max(key, 0.) * .6
    + glance * vec3(.26, .29, .33) * occlusion * .3
    + rimColour * power16(mirroredRim) * power4(mirroredRim) * .22 * occlusion;
}
`,
  // Two highlights along the strands (after Kajiya and Kay): one takes the hair's colour, one does not.
  hair: /* glsl */ `
void light(vec3 N, vec3 V, float occlusion, out vec3 diffuse, out vec3 sheen) {
  vec3 H = normalize(keyDirection + V);
  float lit = clamp(dot(N, keyDirection) * .6 + .4, 0., 1.);
  vec3 strand = normalize(vec3(0., 1., 0.) - N * N.y + vec3(1e-4));
  float alongFirst = dot(strand, H), alongSecond = dot(normalize(strand + N * .18), H);
  // Squares of the sines between strand and half-way vector.
  float first = max(1. - alongFirst * alongFirst, 0.), second = max(1. - alongSecond * alongSecond, 0.);
  float rim = max(dot(N, rimDirection), 0.), kicker = max(dot(N, kickerDirection), 0.);
  diffuse = ambientLight(N) * occlusion + keyColour * lit * (.30 + .70 * occlusion)
    + fillColour * max(dot(N, fillDirection), 0.) * occlusion + rimColour * rim * .9 + kickerColour * kicker * .8
    + keyColour * 1.1 * power8(second) * power2(second) * second * lit * occlusion
    + rimColour * power8(max(dot(N, normalize(rimDirection + V)), 0.)) * 1.1
    + kickerColour * power8(max(dot(N, normalize(kickerDirection + V)), 0.)) * .9;
  sheen = keyColour * .06 * power32(first) * power8(first) * lit * occlusion;
}
`,
  cloth: /* glsl */ `
void light(vec3 N, vec3 V, float occlusion, out vec3 diffuse, out vec3 sheen) {
  float lit = max(dot(N, keyDirection) * .85 + .15, 0.);
  float glance = 1. - max(dot(N, V), 0.);
  glance *= glance; glance *= glance;
  diffuse = ambientLight(N) * occlusion + keyColour * lit * mix(1., occlusion, .7)
    + fillColour * max(dot(N, fillDirection), 0.) * occlusion
    + rimColour * max(dot(N, rimDirection), 0.) * .6 + kickerColour * max(dot(N, kickerDirection), 0.) * .5;
  sheen = glance * vec3(.05) * occlusion;
}
`,
} as const;

export type Surface = keyof typeof surfaceLight;
