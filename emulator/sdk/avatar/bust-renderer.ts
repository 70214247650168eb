// Draws one person's bust with WebGL2 in nine or so draw calls: in which order, and what moves with what. It takes poses and
// knows nothing of moods, speech or time.

import type { AvtFile, Part, PartName } from './avt-file';
import { Background } from './background';
import { type BustPrograms, createBustPrograms } from './bust-programs';
import { cameraPosition, cameraProjection } from './camera';
import { createEyeballMesh, type EyeballMesh, paintEyeball, type Rgb } from './eyeball';
import { GlResources, type Program } from './gl-resources';
import { hairBacking, hairBackingTint } from './hair-backing';
import { identity, type Matrix, multiply, rotation, transformPoint, translation } from './matrix';
import { isMouthOpen } from './mouth-opening';
import { PartMesh } from './part-mesh';
import type { Painter, Pose, Triple } from './pose';
import type { PresenterLook } from './presenter-looks';
import type { QualityLevel } from './quality';
import { poseRig, type Rig } from './rig';
import { SceneTarget } from './scene-target';
import { attributeLocations } from './shaders/vertex-shader';
import { smoothPart } from './smooth-part';
import { paintBackdrop } from './studio-backdrop';

export interface BustOptions extends Pick<QualityLevel, 'litPerVertex' | 'fineDetail'> {
  /** Where the canvas has no multisampling. */
  smoothEdges: boolean;
  /** Seeds the fibres of the iris. */
  random: () => number;
}

export type BustTextures = ReadonlyMap<string, ImageBitmap>;
/** At rest the eyes of the model look a little past the viewer; they converge by this many radians each. */
const CONVERGENCE = 0.02;
/** Strands more transparent than `solid` are left to a blended pass; without one the room would show between them. */
const hairAlphaFloor = { solid: 0.72, withoutBlending: 0.4, blended: 0.08 };

export class BustRenderer implements Painter {
  readonly #resources: GlResources;
  readonly #file: AvtFile;
  readonly #look: PresenterLook;
  readonly #parts: ReadonlyMap<PartName, PartMesh>;
  readonly #hairBacking: PartMesh | undefined;
  readonly #textures: ReadonlyMap<string, WebGLTexture>;
  readonly #eyeball: EyeballMesh;
  readonly #programs: BustPrograms;
  readonly #viewProjection: Matrix;
  readonly #noModel = identity();
  readonly #background: Background;
  readonly #target: SceneTarget | undefined;
  readonly #fineDetail: boolean;

  constructor(
    gl: WebGL2RenderingContext,
    file: AvtFile,
    pictures: BustTextures,
    look: PresenterLook,
    options: BustOptions,
  ) {
    const resources = new GlResources(gl);
    this.#resources = resources;
    this.#file = file;
    this.#look = look;
    this.#fineDetail = options.fineDetail;
    this.#programs = createBustPrograms(resources, options.litPerVertex);
    const { width, height } = gl.canvas;
    this.#textures = new Map([
      ...[...pictures].map(([name, picture]) => [name, resources.texture(picture)] as const),
      ['eye', resources.texture(paintEyeball(look.iris, options.random))],
    ]);
    this.#parts = new Map([...file.parts].map(([name, part]) => [name, new PartMesh(resources, this.#refine(part))]));
    this.#hairBacking = look.hasLongHair ? new PartMesh(resources, hairBacking()) : undefined;
    this.#eyeball = createEyeballMesh(resources, file.eyes.radius * 0.985);
    const room = paintBackdrop({ width, height }, look.backdrop);
    this.#background = new Background(resources, this.#programs.background, room);
    this.#target = options.smoothEdges ? new SceneTarget(resources, room) : undefined;
    resources.checkPrograms();
    gl.enable(gl.DEPTH_TEST);
    this.#viewProjection = cameraProjection(width / height);
    gl.viewport(0, 0, width, height);
    this.#target?.paintBackdrop(() => this.#background.draw());
  }

  paint(pose: Pose): void {
    const { gl } = this.#resources;
    const rig = poseRig(pose, this.#file.neckJoint);
    for (const [name, part] of this.#parts) {
      part.deform(pose.weights, name === 'tongue' ? [0, pose.tongue * 0.08, pose.tongue * 0.22] : [0, 0, 0]);
    }
    if (this.#target) this.#target.begin();
    else gl.clear(gl.COLOR_BUFFER_BIT | gl.DEPTH_BUFFER_BIT);
    this.#drawSolids(pose, rig);
    // After the solids, so that only what they leave free is painted.
    if (!this.#target) this.#background.draw();
    this.#drawBlended(rig);
    this.#target?.finish();
    this.#resources.fence();
  }

  /** Whether the picture is there to be copied: before, copying would hold up the page until it is. */
  get isPainted(): boolean {
    return this.#resources.isIdle();
  }

  /** Copies the picture painted last. */
  copyTo(context: CanvasRenderingContext2D): void {
    if (this.#target) this.#target.copyTo(context);
    else context.drawImage(this.#resources.gl.canvas, 0, 0);
  }

  dispose(): void {
    this.#resources.dispose();
  }

  /** The outline of the hair is what the eye catches first, so it is rounded on any machine. */
  #refine(part: Part): Part {
    return part.name === 'hair' || (part.name === 'cloth' && this.#fineDetail) ? smoothPart(part) : part;
  }

  #drawSolids(pose: Pose, rig: Rig): void {
    const { gl } = this.#resources;
    const { tints } = this.#look;
    this.#drawHair(this.#fineDetail ? hairAlphaFloor.solid : hairAlphaFloor.withoutBlending, rig);
    gl.enable(gl.CULL_FACE);
    this.#use(this.#programs.skin, 'skin', tints.skin, rig);
    this.#parts.get('skin')?.draw();
    gl.disable(gl.CULL_FACE);
    this.#use(this.#programs.cloth, 'cloth', tints.cloth, rig);
    this.#parts.get('cloth')?.draw();
    if (this.#hairBacking) {
      this.#use(this.#programs.cloth, 'cloth', hairBackingTint(tints.hair), rig);
      this.#hairBacking.draw();
    }
    if (isMouthOpen(pose.weights)) {
      this.#use(this.#programs.mouth, 'teeth', [0.92, 0.9, 0.86], rig);
      this.#parts.get('teeth')?.draw();
      this.#use(this.#programs.mouth, 'tongue', [0.95, 0.75, 0.72], rig);
      this.#parts.get('tongue')?.draw();
    }
    this.#drawEye(this.#file.eyes.left, -CONVERGENCE, pose.weights.blinkL ?? 0, pose, rig);
    this.#drawEye(this.#file.eyes.right, CONVERGENCE, pose.weights.blinkR ?? 0, pose, rig);
  }

  #drawHair(alphaFloor: number, rig: Rig): void {
    const { hair } = this.#programs;
    this.#use(hair, 'hair', this.#look.tints.hair, rig);
    this.#resources.gl.uniform1f(hair.uniform('alphaFloor'), alphaFloor);
    this.#parts.get('hair')?.draw();
  }

  #drawEye(centre: Triple, convergence: number, blink: number, pose: Pose, rig: Rig): void {
    const { gl } = this.#resources;
    const [yaw, pitch] = pose.gaze;
    const model = multiply(translation(...centre), rotation([-pitch, yaw + convergence, 0]));
    const program = this.#programs.eye;
    this.#use(program, 'eye', this.#look.tints.eyes, rig, model);
    gl.uniform1f(program.uniform('shadow'), 1 + 0.3 * blink);
    gl.uniform3fv(program.uniform('centre'), transformPoint(rig.head, centre));
    gl.vertexAttrib1f(attributeLocations.occlusion, 1);
    gl.vertexAttrib2f(attributeLocations.boneWeights, 0, 1);
    gl.bindVertexArray(this.#eyeball.vertexArray);
    gl.drawElements(gl.TRIANGLES, this.#eyeball.indexCount, gl.UNSIGNED_SHORT, 0);
  }

  /** Soft ends of strands, then brows and lashes: see-through, so last and without writing depth. */
  #drawBlended(rig: Rig): void {
    const { gl } = this.#resources;
    const { tints, lashOpacity } = this.#look;
    gl.enable(gl.BLEND);
    gl.blendFuncSeparate(gl.SRC_ALPHA, gl.ONE_MINUS_SRC_ALPHA, gl.ZERO, gl.ONE);
    gl.depthMask(false);
    if (this.#fineDetail) this.#drawHair(hairAlphaFloor.blended, rig);
    gl.enable(gl.POLYGON_OFFSET_FILL);
    gl.polygonOffset(-1, -2);
    const { paintedHair } = this.#programs;
    this.#use(paintedHair, 'brows', tints.brows, rig);
    gl.uniform1f(paintedHair.uniform('opacity'), 0.85);
    this.#parts.get('brows')?.draw();
    this.#use(paintedHair, 'lashes', tints.lashes, rig);
    gl.uniform1f(paintedHair.uniform('opacity'), lashOpacity);
    this.#parts.get('lashes')?.draw();
    gl.disable(gl.POLYGON_OFFSET_FILL);
    gl.depthMask(true);
    gl.disable(gl.BLEND);
  }

  #use(program: Program, texture: string, tint: Rgb, rig: Rig, model = this.#noModel): void {
    const { gl } = this.#resources;
    this.#resources.activate(program);
    gl.uniformMatrix4fv(program.uniform('viewProjection'), false, this.#viewProjection);
    gl.uniformMatrix4fv(program.uniform('neck'), false, rig.neck);
    gl.uniformMatrix4fv(program.uniform('head'), false, rig.head);
    gl.uniformMatrix4fv(program.uniform('model'), false, model);
    gl.uniform3fv(program.uniform('eyePosition'), cameraPosition);
    gl.uniform3fv(program.uniform('tint'), tint);
    gl.bindTexture(gl.TEXTURE_2D, this.#textures.get(texture) ?? null);
  }
}
