// The stand-in for the vendor's browser SDK: puts `HwICSUiSdk` where an integrator looks for it.
import { createPresenter } from './avatar/create-presenter';
import { createVoice } from './avatar/voice';
import { linePreparer } from './line';
import { defineStandIn } from './stand-in';

Object.assign(window, { HwICSUiSdk: defineStandIn(linePreparer({ createPresenter, createVoice })) });
