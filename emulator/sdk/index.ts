// The stand-in for the vendor's browser SDK: puts `HwICSUiSdk` where an integrator looks for it.
import { lineOpener } from './line';
import { createSilentVoice } from './silent-voice';
import { createSketchPresenter } from './sketch-presenter';
import { defineStandIn } from './stand-in';

Object.assign(window, {
  HwICSUiSdk: defineStandIn(lineOpener({ createPresenter: createSketchPresenter, createVoice: createSilentVoice })),
});
