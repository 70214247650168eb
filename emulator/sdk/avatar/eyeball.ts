// The eyeball: a spherical cap as a mesh, and an iris painted at run time, which is sharper than a baked picture and costs no
// bytes. Pure geometry and Canvas 2D; the renderer places it.

import type { GlResources } from './gl-resources';
import { attributeLocations } from './shaders/vertex-shader';

export type Rgb = readonly [number, number, number];

const SEGMENTS = 20;
const RINGS = 12;
/** A little less than a hemisphere: the rest is never seen. */
const CAP_RADIANS = 1.45;
const PICTURE_PIXELS = 256;

export interface EyeballMesh {
  vertexArray: WebGLVertexArrayObject;
  indexCount: number;
}

export function createEyeballMesh(resources: GlResources, radius: number): EyeballMesh {
  const { gl } = resources;
  const vertices: number[] = [];
  for (let ring = 0; ring <= RINGS; ring++) {
    const tilt = (ring / RINGS) * CAP_RADIANS;
    for (let segment = 0; segment <= SEGMENTS; segment++) {
      const angle = (segment / SEGMENTS) * Math.PI * 2;
      const [x, y, z] = [Math.sin(tilt) * Math.cos(angle), Math.sin(tilt) * Math.sin(angle), Math.cos(tilt)];
      vertices.push(x * radius, y * radius, z * radius, x, y, z, 0.5 + x * 0.5, 0.5 - y * 0.5);
    }
  }
  const indices: number[] = [];
  for (let ring = 0; ring < RINGS; ring++) {
    for (let segment = 0; segment < SEGMENTS; segment++) {
      const corner = ring * (SEGMENTS + 1) + segment;
      const below = corner + SEGMENTS + 1;
      indices.push(corner, below, corner + 1, corner + 1, below, below + 1);
    }
  }
  const vertexArray = resources.vertexArray();
  const layout = { type: gl.FLOAT, strideBytes: 32 };
  resources.vertexBuffer(
    new Float32Array(vertices),
    gl.STATIC_DRAW,
    { ...layout, location: attributeLocations.position, size: 3 },
    { ...layout, location: attributeLocations.normal, size: 3, offsetBytes: 12 },
    { ...layout, location: attributeLocations.uv, size: 2, offsetBytes: 24 },
  );
  resources.indexBuffer(new Uint16Array(indices));
  return { vertexArray, indexCount: indices.length };
}

/** White, veins towards the rim, and an iris with fibres, seen from the front. `random` decides where the fibres lie. */
export function paintEyeball(iris: Rgb, random: () => number): OffscreenCanvas {
  const size = PICTURE_PIXELS;
  const middle = size / 2;
  const picture = new OffscreenCanvas(size, size);
  const context = picture.getContext('2d');
  if (!context) throw new Error('no Canvas 2D');
  const disc = (radius: number, fill: string | CanvasGradient) => {
    context.fillStyle = fill;
    context.beginPath();
    context.arc(middle, middle, radius, 0, Math.PI * 2);
    context.fill();
  };
  const radial = (inner: number, outer: number, ...stops: [number, string][]) => {
    const gradient = context.createRadialGradient(middle, middle, inner, middle, middle, outer);
    for (const [at, colour] of stops) gradient.addColorStop(at, colour);
    return gradient;
  };
  const shade = (factor: number) => `rgb(${iris.map((value) => Math.min(255, Math.round(value * factor))).join()})`;

  context.fillStyle = '#efe9e5';
  context.fillRect(0, 0, size, size);
  disc(middle, radial(size * 0.18, middle, [0, '#fff0'], [0.6, 'rgba(226,200,190,.25)'], [1, 'rgba(196,120,110,.75)']));

  const irisRadius = size * 0.205;
  disc(
    irisRadius * 1.07,
    radial(irisRadius * 0.9, irisRadius * 1.07, [0, shade(0.3)], [0.6, shade(0.35)], [1, '#efe9e500']),
  );
  disc(
    irisRadius * 0.97,
    radial(irisRadius * 0.25, irisRadius, [0, shade(1.5)], [0.55, shade(1.05)], [1, shade(0.45)]),
  );
  context.lineWidth = size / 300;
  for (let fibre = 0; fibre < 150; fibre++) {
    const angle = random() * Math.PI * 2;
    const from = irisRadius * (0.36 + random() * 0.1);
    const to = irisRadius * (0.7 + random() * 0.26);
    const strength = random();
    context.strokeStyle =
      random() > 0.5 ? `rgba(255,235,200,${0.08 + strength * 0.18})` : `rgba(20,8,2,${0.1 + strength * 0.2})`;
    context.beginPath();
    context.moveTo(middle + Math.cos(angle) * from, middle + Math.sin(angle) * from);
    context.lineTo(middle + Math.cos(angle + 0.03) * to, middle + Math.sin(angle + 0.03) * to);
    context.stroke();
  }
  disc(
    irisRadius * 0.42,
    radial(irisRadius * 0.3, irisRadius * 0.42, [0, '#080504'], [0.8, '#080504'], [1, '#08050400']),
  );
  return picture;
}
