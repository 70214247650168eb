import { expect, it } from 'vitest';
import { GlResources } from './gl-resources';

/** Counts what is created and deleted; every other call does nothing. */
function countingGl() {
  const alive = new Map<string, number>();
  let isLost = false;
  let status = 'pending';
  const count = (kind: string, by: number) => alive.set(kind, (alive.get(kind) ?? 0) + by);
  const gl = new Proxy({} as WebGL2RenderingContext, {
    get(_target, name: string) {
      const [, verb, kind] = name.match(/^(create|delete)([A-Z].*)$/) ?? [];
      if (verb && kind) {
        return () => {
          count(kind, verb === 'create' ? 1 : -1);
          return {};
        };
      }
      if (name === 'SIGNALED') return 'done';
      if (name === 'fenceSync') return () => ({});
      if (name === 'getSyncParameter') return () => status;
      if (name === 'getExtension') return () => ({ loseContext: () => (isLost = true) });
      return () => true;
    },
  });
  return {
    gl,
    alive,
    isLost: () => isLost,
    finish: () => {
      status = 'done';
    },
  };
}

it('gives back every object and the context itself', () => {
  const { gl, alive, isLost } = countingGl();
  const resources = new GlResources(gl);
  resources.program('', '');
  resources.texture({} as ImageBitmap);
  resources.vertexArray();
  resources.vertexBuffer(new Float32Array(3), 0, { location: 0, size: 3, type: 0 });
  resources.indexBuffer(new Uint16Array(3));
  resources.target({ width: 4, height: 2 }, { depth: true });
  resources.readbackBuffer(4);
  expect(alive.get('Buffer')).toBe(3);
  resources.dispose();
  expect(new Set(alive.values())).toEqual(new Set([0]));
  expect(isLost()).toBe(true);
});

it('knows when what was asked for is done', () => {
  const { gl, finish } = countingGl();
  const resources = new GlResources(gl);
  expect(resources.isIdle()).toBe(true);
  resources.fence();
  expect(resources.isIdle()).toBe(false);
  finish();
  expect(resources.isIdle()).toBe(true);
});
