// Where in the picture the person can ever be: only there it is drawn anew, everything else is room and stays. Pure reckoning.

import type { PictureSize } from './studio-backdrop';

/** In pixels from the lower left corner, as WebGL counts. */
export interface Rectangle {
  left: number;
  bottom: number;
  width: number;
  height: number;
}

/** In heights of the picture, with a margin for what no pose reaches; the test holds all presenters to it. */
const SHOULDERS_TOP = 0.26;
const SHOULDERS_HALF_WIDTH = 0.68;
const HEAD_HALF_WIDTH = 0.35;

/** Shoulders below, head above, without overlap. */
export function movingArea(picture: PictureSize): readonly Rectangle[] {
  const shouldersTop = Math.ceil(picture.height * SHOULDERS_TOP);
  const across = (halfWidth: number) => {
    const left = Math.max(0, Math.floor(picture.width / 2 - picture.height * halfWidth));
    return { left, width: picture.width - 2 * left };
  };
  return [
    { ...across(SHOULDERS_HALF_WIDTH), bottom: 0, height: shouldersTop },
    { ...across(HEAD_HALF_WIDTH), bottom: shouldersTop, height: picture.height - shouldersTop },
  ];
}
