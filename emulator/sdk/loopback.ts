// Sends a stream from this page to this page over a pair of RTCPeerConnections, so that the received track is a real
// remote one. When no connection opens in 3 s (some networks block mDNS), or when it fails later, the original stream
// replaces it. Every element that shows it looks the same.

const CONNECT_LIMIT_MS = 3_000;
const MAX_BITRATE = 2_500_000;

export interface Loopback {
  /** The stream to show now. It changes when the connection breaks. */
  readonly stream: MediaStream;
  close(): void;
}

export async function connectLoopback(local: MediaStream, onBroken: () => void): Promise<Loopback> {
  const near = new RTCPeerConnection();
  const far = new RTCPeerConnection();
  const remote = new MediaStream();
  const close = () => {
    near.onconnectionstatechange = null;
    near.close();
    far.close();
  };
  near.onicecandidate = ({ candidate }) => void (candidate && far.addIceCandidate(candidate));
  far.onicecandidate = ({ candidate }) => void (candidate && near.addIceCandidate(candidate));
  far.ontrack = ({ track }) => remote.addTrack(track);
  for (const track of local.getTracks()) addTrack(near, track, local);
  const connected = whenConnected(near);
  await negotiate(near, far);
  if (!(await connected)) {
    close();
    return { stream: local, close };
  }
  let stream = remote;
  near.onconnectionstatechange = () => {
    if (near.connectionState !== 'failed') return;
    close();
    stream = local;
    onBroken();
  };
  return {
    get stream() {
      return stream;
    },
    close,
  };
}

function addTrack(connection: RTCPeerConnection, track: MediaStreamTrack, stream: MediaStream): void {
  const sender = connection.addTrack(track, stream);
  if (track.kind !== 'video') return;
  track.contentHint = 'detail'; // a face should lose frames rather than sharpness
  const parameters = sender.getParameters();
  for (const encoding of parameters.encodings) {
    encoding.maxBitrate = MAX_BITRATE;
    encoding.scaleResolutionDownBy = 1;
  }
  // Optional: it only improves the picture.
  sender.setParameters(parameters).catch(() => undefined);
}

async function negotiate(near: RTCPeerConnection, far: RTCPeerConnection): Promise<void> {
  const offer = await near.createOffer();
  await near.setLocalDescription(offer);
  await far.setRemoteDescription(offer);
  const answer = await far.createAnswer();
  await far.setLocalDescription(answer);
  await near.setRemoteDescription({ type: 'answer', sdp: startSharp(answer.sdp ?? '') });
}

/** Without it Chrome's bandwidth estimate starts so low that the picture is 240 pixels wide for seconds. */
function startSharp(sdp: string): string {
  return sdp.replace(
    /(a=rtpmap:(\d+) VP8\/90000\r\n)/,
    '$1a=fmtp:$2 x-google-start-bitrate=2000;x-google-min-bitrate=800\r\n',
  );
}

function whenConnected(connection: RTCPeerConnection): Promise<boolean> {
  return new Promise((resolve) => {
    const limit = setTimeout(() => resolve(false), CONNECT_LIMIT_MS);
    connection.onconnectionstatechange = () => {
      const state = connection.connectionState;
      if (state !== 'connected' && state !== 'failed') return;
      clearTimeout(limit);
      resolve(state === 'connected');
    };
  });
}
