// Chooses how the presenter is drawn and puts it on one 2D canvas: the WebGL bust while it works, the drawn portrait when it
// does not. The bust is copied when the graphics processor, real or in software, has finished it: copying earlier would hold up
// the page. The canvas stays the same element throughout, so a captured stream survives the change; it also spares Safari,
// whose captureStream of a WebGL canvas is not reliable.

import type { LoadedBust } from './bust-loader';
import { BustRenderer } from './bust-renderer';
import { FlatPortrait } from './flat-portrait';
import type { Random } from './motion';
import type { Painter, Pose } from './pose';
import type { PresenterLook } from './presenter-looks';
import {
  FrameRateWatch,
  pictureSize,
  portraitFramesPerSecond,
  portraitPixels,
  type QualityLevel,
  qualityLevels,
} from './quality';

export class Stage {
  readonly canvas = document.createElement('canvas');
  readonly #context: CanvasRenderingContext2D;
  readonly #look: PresenterLook;
  readonly #random: Random;
  readonly #bust: LoadedBust | undefined;
  readonly #watch: FrameRateWatch;
  #levels: readonly QualityLevel[];
  #maxFramesPerSecond = portraitFramesPerSecond;
  #painter: Painter;
  #shown: Painter | undefined;
  /** The bust, its canvas, and whether its newest picture has been copied. */
  #bustCanvas: { renderer: BustRenderer; webgl: HTMLCanvasElement; isCopied: boolean } | undefined;

  /** Without a bust, or without a level to draw it at, the portrait is drawn from the start. */
  constructor(look: PresenterLook, bust: LoadedBust | undefined, levels: readonly QualityLevel[], random: Random) {
    const context = this.canvas.getContext('2d', { alpha: false });
    if (!context) throw new Error('no Canvas 2D');
    this.#context = context;
    this.#look = look;
    this.#bust = bust;
    this.#random = random;
    this.#levels = levels;
    this.#watch = new FrameRateWatch(0);
    this.#painter = this.#nextPainter();
  }

  get maxFramesPerSecond(): number {
    return this.#maxFramesPerSecond;
  }

  get kind(): 'bust' | 'portrait' {
    return this.#bustCanvas ? 'bust' : 'portrait';
  }

  /** Whether the picture drawn last is finished: before that neither can it be shown nor the next be drawn. */
  get isPainted(): boolean {
    return this.#bustCanvas?.renderer.isPainted ?? true;
  }

  /** Shows the picture drawn last. */
  show(): void {
    const bust = this.#bustCanvas;
    if (!bust || bust.isCopied) return;
    bust.renderer.copyTo(this.#context);
    bust.isCopied = true;
  }

  /** Shows the picture drawn last and draws the next. */
  draw(pose: Pose, elapsedSeconds: number): void {
    const verdict = this.#bustCanvas ? this.#watch.frame(elapsedSeconds) : 'fine';
    // A lower level is tried for any slowness; the portrait only when the last level is of no use.
    if (verdict === 'unusable' || (verdict === 'too slow' && this.#levels.length > 0)) this.#step();
    this.show();
    const isFirst = this.#painter !== this.#shown;
    this.#shown = this.#painter;
    this.#painter.paint(pose);
    if (!this.#bustCanvas) return;
    this.#bustCanvas.isCopied = false;
    // A resized canvas is black: the first picture is worth waiting for.
    if (isFirst) this.show();
  }

  dispose(): void {
    this.#disposePainter();
    this.#bust?.dispose();
  }

  readonly #fallBack = (): void => {
    this.#levels = [];
    this.#step();
  };

  #step(): void {
    this.#disposePainter();
    this.#painter = this.#nextPainter();
  }

  /** The best level left that works; when none does, the portrait. */
  #nextPainter(): Painter {
    while (this.#bust && this.#levels.length > 0) {
      const [level, ...lower] = this.#levels;
      this.#levels = lower;
      if (!level) break;
      try {
        return this.#createBust(this.#bust, level);
      } catch (error) {
        console.warn('The 3D presenter cannot be drawn at this quality.', error);
        this.#bustCanvas = undefined;
      }
    }
    this.#adopt(portraitPixels, portraitFramesPerSecond);
    return new FlatPortrait(this.#context, this.#look);
  }

  #createBust({ file, pictures }: LoadedBust, level: QualityLevel): BustRenderer {
    const webgl = document.createElement('canvas');
    Object.assign(webgl, pictureSize(level.pixels));
    const gl = webgl.getContext('webgl2', {
      alpha: false,
      antialias: level.antialias,
      // Without smoothing it is this canvas that is copied, in a later task than it is drawn in.
      preserveDrawingBuffer: level.antialias,
      powerPreference: 'high-performance',
    });
    if (!gl) throw new Error('no WebGL2');
    const renderer = new BustRenderer(gl, file, pictures, this.#look, {
      smoothEdges: !level.antialias,
      litPerVertex: level.litPerVertex,
      fineDetail: level.fineDetail,
      random: this.#random,
    });
    webgl.addEventListener('webglcontextlost', this.#fallBack);
    this.#bustCanvas = { renderer, webgl, isCopied: true };
    this.#adopt(level.pixels, level.maxFramesPerSecond);
    return renderer;
  }

  #adopt(pixels: number, maxFramesPerSecond: number): void {
    this.#maxFramesPerSecond = maxFramesPerSecond;
    Object.assign(this.canvas, pictureSize(pixels));
    this.#watch.restart(maxFramesPerSecond);
  }

  #disposePainter(): void {
    // Disposing loses the context on purpose, which must not count as a failure.
    this.#bustCanvas?.webgl.removeEventListener('webglcontextlost', this.#fallBack);
    this.#bustCanvas = undefined;
    this.#painter.dispose();
  }
}

/** The levels this browser can try, best first; none without WebGL2. */
export function availableLevels(): readonly QualityLevel[] {
  const gl = document.createElement('canvas').getContext('webgl2');
  if (!gl) return [];
  const name = String(
    gl.getParameter(gl.getExtension('WEBGL_debug_renderer_info')?.UNMASKED_RENDERER_WEBGL ?? gl.RENDERER),
  );
  gl.getExtension('WEBGL_lose_context')?.loseContext();
  return qualityLevels(name);
}
