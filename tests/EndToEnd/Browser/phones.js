// Phones in a browser, as the two common libraries make them. What happens to one is in `seen`, in its order; a test waits for it there.
import JsSIP from 'jssip';
import { Inviter, Registerer, RegistererState, SessionState, UserAgent } from 'sip.js';

// As it is: what makes speech clear makes a tone silent.
const microphone = { audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false }, video: false };
const alone = { iceServers: [] };

const seen = [];
let current = null;

function saw(what) {
  seen.push(what);
}

// What comes is listened to; a browser decodes it only where it is played too.
function listen(connection) {
  const analyser = new AudioContext().createAnalyser();
  analyser.fftSize = 8192;
  const attach = (track) => {
    const stream = new MediaStream([track]);
    const player = new Audio();
    player.srcObject = stream;
    player.muted = true;
    player.play();
    analyser.context.createMediaStreamSource(stream).connect(analyser);
  };
  connection.getReceivers().forEach(({ track }) => attach(track));
  connection.addEventListener('track', ({ track }) => attach(track));
  return { connection, analyser };
}

// The loudest frequency in hertz; 0 when nothing is loud.
function loudest({ analyser }) {
  const levels = new Float32Array(analyser.frequencyBinCount);
  analyser.getFloatFrequencyData(levels);
  const at = levels.indexOf(Math.max(...levels));
  return levels[at] > -50 ? (at * analyser.context.sampleRate) / analyser.fftSize : 0;
}

function jssip({ server, user, password, domain, instance }) {
  const agent = new JsSIP.UA({
    sockets: [new JsSIP.WebSocketInterface(server)],
    uri: `sip:${user}@${domain}`,
    password,
    instance_id: instance,
    register_expires: 120,
    session_timers: false,
  });
  agent.on('registered', ({ response }) => {
    saw('registered');
    if (response.getHeader('Require') === 'outbound') {
      saw('called back by this connection');
    }
  });
  agent.on('registrationFailed', ({ cause }) => saw(`not registered: ${cause}`));
  agent.on('unregistered', () => saw('unregistered'));
  const options = { mediaConstraints: microphone, pcConfig: alone };
  agent.on('newRTCSession', ({ session, originator }) => {
    current = {
      decline: () => session.terminate({ status_code: 486 }),
      answer: () => session.answer(options),
      hold: () => session.hold(),
      resume: () => session.unhold(),
      hangUp: () => session.terminate(),
      heard: () => (current.ear ??= listen(session.connection)),
    };
    session.on('failed', ({ originator, cause }) => saw(originator === 'local' ? `declined${cause === 'Rejected' || cause === 'Busy' ? '' : `: ${cause}`}` : 'cancelled'));
    session.on('confirmed', () => saw('talks'));
    session.on('hold', () => saw('holds'));
    session.on('unhold', () => saw('resumes'));
    session.on('ended', () => saw('ended'));
    saw(originator === 'local' ? 'calls' : 'rings');
  });
  agent.start();
  return { leave: () => agent.unregister(), call: (number) => agent.call(`sip:${number}@${domain}`, options) };
}

function sipjs({ server, user, password, domain, instance }) {
  const options = { sessionDescriptionHandlerOptions: { constraints: microphone } };
  const agent = new UserAgent({
    uri: UserAgent.makeURI(`sip:${user}@${domain}`),
    transportOptions: { server },
    authorizationUsername: user,
    authorizationPassword: password,
    instanceId: instance,
    logBuiltinEnabled: false,
    sessionDescriptionHandlerFactoryOptions: { iceGatheringTimeout: 1000, peerConnectionConfiguration: alone },
    delegate: {
      onInvite(invitation) {
        follow(invitation);
        invitation.progress();
        saw('rings');
      },
    },
  });

  function follow(session) {
    let wasDeclined = false;
    let talked = false;
    const hold = (hold) =>
      session.invite({ sessionDescriptionHandlerModifiers: [], sessionDescriptionHandlerOptions: { ...options.sessionDescriptionHandlerOptions, hold }, requestDelegate: { onAccept: () => saw(hold ? 'holds' : 'resumes') } });
    current = {
      decline: () => {
        wasDeclined = true;
        return session.reject({ statusCode: 486 });
      },
      answer: () => session.accept(options),
      hold: () => hold(true),
      resume: () => hold(false),
      hangUp: () => session.bye(),
      heard: () => (current.ear ??= listen(session.sessionDescriptionHandler.peerConnection)),
    };
    session.stateChange.addListener((state) => {
      if (state === SessionState.Established) {
        talked = true;
        saw('talks');
      }
      if (state === SessionState.Terminated) {
        saw(wasDeclined ? 'declined' : talked ? 'ended' : 'cancelled');
      }
    });
  }

  const registerer = new Registerer(agent, { expires: 120 });
  registerer.stateChange.addListener((state) => saw(state === RegistererState.Registered ? 'registered' : 'unregistered'));
  agent.start().then(() => registerer.register());
  return {
    leave: () => registerer.unregister(),
    call: (number) => {
      const inviter = new Inviter(agent, UserAgent.makeURI(`sip:${number}@${domain}`), options);
      follow(inviter);
      inviter.invite();
      saw('calls');
    },
  };
}

let phone = null;

window.phones = {
  seen,
  start(library, options) {
    phone = library === 'JsSIP' ? jssip(options) : sipjs(options);
  },
  decline: () => current.decline(),
  answer: () => current.answer(),
  hold: () => current.hold(),
  resume: () => current.resume(),
  hangUp: () => current.hangUp(),
  call: (number) => phone.call(number),
  leave: () => phone.leave(),
  loudest: () => loudest(current.heard()),
  state() {
    const { connection } = current.heard();
    return `ICE ${connection.iceConnectionState}, connection ${connection.connectionState}`;
  },
  // RTP packets that came, after decryption.
  async received() {
    const statistics = await current.heard().connection.getStats();
    return [...statistics.values()].filter((one) => one.type === 'inbound-rtp').reduce((sum, one) => sum + one.packetsReceived, 0);
  },
};
